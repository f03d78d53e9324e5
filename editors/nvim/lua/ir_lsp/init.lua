--- What Neovim can ask `ir-lsp` beside the protocol: a drawing of the file, and what the file means.

local M = {}

--- The server that looks after a buffer, if it knows the question.
---@param buffer integer
---@param ability string
---@return vim.lsp.Client?
local function client_of(buffer, ability)
  local clients = vim.lsp.get_clients({ bufnr = buffer, name = 'ir_lsp' })
  if #clients == 0 then
    vim.notify('ir-lsp does not look after this buffer. :checkhealth ir_lsp says more.', vim.log.levels.ERROR)
    return nil
  end
  local abilities = clients[1].server_capabilities.experimental or {}
  if not abilities[ability] then
    vim.notify('This ir-lsp is too old for that.', vim.log.levels.ERROR)
    return nil
  end
  return clients[1]
end

--- Asks, and hands on what is answered. An answer of nothing is told and goes no further.
---@param ability string
---@param method string
---@param options table
---@param use fun(answer: table, buffer: integer)
local function ask(ability, method, options, use)
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer, ability)
  if client == nil then
    return
  end
  local params = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params(buffer) }, options)
  client:request(method, params, function(failed, answer)
    if failed ~= nil then
      vim.notify('ir-lsp: ' .. failed.message, vim.log.levels.ERROR)
    elseif answer == nil then
      vim.notify('This is not recognised as a pipeline file.', vim.log.levels.WARN)
    else
      use(answer, buffer)
    end
  end, buffer)
end

--- Draws the file in the current buffer, as it is now, into a page. Without a path it is a temporary one, and opened.
---@param path string?
function M.graph(path)
  ask('irGraph', 'ir/graph', {}, function(answer)
    local file = path and vim.fs.normalize(path) or (vim.fn.tempname() .. '.html')
    local out, why = io.open(file, 'w')
    if out == nil then
      vim.notify('ir-lsp: ' .. why, vim.log.levels.ERROR)
      return
    end
    out:write(answer.html)
    out:close()
    if path ~= nil then
      vim.notify('Drawn: ' .. file)
      return
    end
    local _, failed = vim.ui.open(file)
    if failed ~= nil then
      vim.notify(('ir-lsp: %s\nThe drawing is in %s'):format(failed, file), vim.log.levels.WARN)
    end
  end)
end

--- Shows what the file in the current buffer means, as JSON in a buffer of its own.
function M.document()
  ask('irDocument', 'ir/document', {}, function(answer, source)
    local buffer = vim.api.nvim_create_buf(true, true)
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(answer.json, '\n'))
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(source))
    pcall(vim.api.nvim_buf_set_name, buffer, ('ir-document://%d/%s'):format(buffer, name))
    vim.bo[buffer].filetype = 'json'
    vim.bo[buffer].modifiable = false
    vim.cmd.sbuffer(buffer)
  end)
end

return M
