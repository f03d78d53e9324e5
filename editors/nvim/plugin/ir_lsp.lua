if vim.g.loaded_ir_lsp then
  return
end
vim.g.loaded_ir_lsp = true

vim.api.nvim_create_user_command('IrGraph', function(command)
  require('ir_lsp').graph(command.args ~= '' and command.args or nil)
end, { nargs = '?', complete = 'file', desc = 'Draw the pipelines of this file' })

vim.api.nvim_create_user_command('IrDocument', function()
  require('ir_lsp').document()
end, { desc = 'Show what this file means, as JSON' })
