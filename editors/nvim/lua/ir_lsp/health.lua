--- `:checkhealth ir_lsp`

local M = {}

--- What a program says of its version, or nil where it does not run.
---@param command string[]
---@return string?
local function version(command)
  local ran, done = pcall(function()
    return vim.system(command, { text = true }):wait(5000)
  end)
  return ran and done.code == 0 and vim.trim(done.stdout) or nil
end

function M.check()
  local health = vim.health
  health.start('ir_lsp')

  if vim.fn.has('nvim-0.11') == 0 then
    health.error('Neovim 0.11 or newer is needed')
    return
  end
  health.ok('Neovim ' .. tostring(vim.version()))

  local config = vim.lsp.config['ir_lsp']
  if config == nil then
    health.error('There is no configuration of the name ir_lsp', {
      'Put lsp/ir_lsp.lua into ~/.config/nvim/lsp/, or its folder into the runtime path',
    })
    return
  end

  local command = config.cmd
  if type(command) ~= 'table' then
    health.info('The server is started by a function: it is not looked at')
  else
    local said = version({ command[1], '--version' })
    if said ~= nil then
      health.ok(('%s (%s)'):format(said, vim.fn.exepath(command[1])))
    elseif vim.fn.executable(command[1]) == 1 then
      health.error(('`%s --version` fails'):format(command[1]))
    else
      health.error(('`%s` is not there, or cannot be run'):format(command[1]), {
        'cargo install --locked --path crates/ir-lsp',
        "vim.lsp.config('ir_lsp', { cmd = { '/path/to/ir-lsp' } })",
      })
    end
  end

  if vim.lsp.is_enabled('ir_lsp') then
    health.ok('Enabled for ' .. table.concat(config.filetypes or {}, ', '))
  else
    health.warn('Not enabled', { "vim.lsp.enable('ir_lsp')" })
  end

  local clients = vim.lsp.get_clients({ name = 'ir_lsp' })
  if #clients == 0 then
    health.info('Not running: it starts with the first YAML or JSON file')
  end
  for _, client in ipairs(clients) do
    local files = vim.tbl_count(client.attached_buffers)
    health.ok(('Running in %s, for %d %s'):format(client.root_dir or 'no folder', files, files == 1 and 'buffer' or 'buffers'))
  end
end

return M
