---@brief
---
--- Language server for machine learning pipeline files: Kubeflow Pipelines, Argo Workflows and Tekton, as YAML
--- and JSON. Needs Neovim 0.11 and the program `ir-lsp` in `PATH`.
---
--- Copy this file to `~/.config/nvim/lsp/ir_lsp.lua`, or put the folder that holds `lsp/` into the runtime path: then there
--- are commands, `:checkhealth ir_lsp` and `:help ir-lsp` as well. Enable it in `init.lua`:
---
--- ```lua
--- vim.lsp.enable('ir_lsp')
--- ```
---
--- What differs in your setup goes before that line, and is merged with what is below:
---
--- ```lua
--- vim.lsp.config('ir_lsp', { cmd = { '/opt/ir/ir-lsp' } })
--- ```
---
--- The server says nothing about YAML and JSON files that are no pipeline files, and lives beside yaml-language-server.

---@type vim.lsp.Config
return {
  cmd = { 'ir-lsp' },
  filetypes = { 'yaml', 'json', 'jsonc' },
  root_markers = { '.git', 'pyproject.toml' },
  -- What the server gets when it asks for its settings.
  settings = {
    ir = {},
  },
}
