-- A session in a real Neovim: see neovim.rs, which starts it and reads what it prints.

local file, page = vim.env.IR_FILE, vim.env.IR_PAGE

local function main()
  local said = {}
  vim.notify = function(words)
    table.insert(said, words)
  end
  local opened = {}
  vim.ui.open = function(path)
    table.insert(opened, path)
    return nil, nil
  end
  local function waits(what, happens)
    assert(vim.wait(30000, happens, 20), 'in vain: ' .. what .. ' ' .. vim.inspect(said))
  end

  -- A program that is not there is told.
  vim.lsp.config('ir_lsp', { cmd = { 'no-such-ir-lsp' } })
  vim.cmd.checkhealth('ir_lsp')
  local function health()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  end
  assert(health():find('no%-such%-ir%-lsp'), health())
  assert(health():find('ERROR'), health())
  assert(health():find('Not enabled'), health())

  vim.lsp.config('ir_lsp', { cmd = { vim.env.IR_LSP } })
  vim.lsp.enable('ir_lsp')
  vim.cmd.edit(file)
  local buffer = vim.api.nvim_get_current_buf()
  waits('a finding', function()
    return #vim.diagnostic.get(buffer) > 0
  end)
  local found = vim.diagnostic.get(buffer)[1]
  assert(found.code == 'unknown-task', vim.inspect(found))

  -- The drawing is of the text as it is now: the defect is mended, and nothing is saved.
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text:gsub('trian', 'train'), '\n'))
  vim.cmd.IrGraph(page)
  waits('a drawing', function()
    return #said > 0
  end)
  local html = table.concat(vim.fn.readfile(page), '\n')
  assert(html:find('training/report', 1, true), html:sub(1, 200))
  assert(not html:find('unknown-task', 1, true), 'the text that is saved was drawn')
  assert(#opened == 0)

  vim.cmd.IrGraph()
  waits('a page that is opened', function()
    return #opened > 0
  end)
  assert(opened[1]:find('%.html$'), opened[1])

  vim.cmd.IrDocument()
  waits('a document', function()
    return vim.bo.filetype == 'json'
  end)
  local document = vim.json.decode(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'))
  assert(document.dialect == 'kfp-pipeline', vim.inspect(document))
  assert(not vim.bo.modifiable)

  vim.cmd.checkhealth('ir_lsp')
  assert(not health():find('ERROR'), health())
  assert(health():find('Running in .*, for 1 buffer'), health())

  vim.cmd.helptags(vim.env.IR_NVIM_FOLDER .. '/doc')
  vim.cmd.help(':IrGraph')
  assert(vim.api.nvim_buf_get_name(0):find('ir%-lsp%.txt$'))
end

local well, why = xpcall(main, debug.traceback)
io.stderr:write(well and 'all is well\n' or why .. '\n')
vim.cmd(well and 'qall!' or 'cquit 1')
