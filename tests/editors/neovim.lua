-- Works in Neovim as a person does, with the settings of docs/editors.md, and writes down what there was to see.
-- Run by tests/run/language_server_program.rs.

local seen = {}

-- The first of what is offered is chosen.
vim.ui.select = function(items, options, on_choice)
  local titles = {}
  for _, item in ipairs(items) do
    table.insert(titles, options.format_item and options.format_item(item) or tostring(item))
  end
  table.insert(seen.offered, titles)
  on_choice(items[1], 1)
end

local function diagnostics()
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(0)) do
    local line = vim.api.nvim_buf_get_lines(0, it.lnum, it.lnum + 1, false)[1]
    local severity = vim.diagnostic.severity[it.severity]
    local code = it.code or it.user_data and it.user_data.lsp and it.user_data.lsp.code
    table.insert(found, string.format("%s %s at %s", severity, code, line:sub(it.col + 1, it.end_col)))
  end
  table.sort(found)
  return found
end

-- Waits until that is told, and nothing else.
local function wait_for(expected)
  local is_it = function()
    return vim.deep_equal(diagnostics(), expected)
  end
  if not vim.wait(20000, is_it, 20) then
    error("expected " .. vim.inspect(expected) .. ", found " .. vim.inspect(diagnostics()))
  end
  table.insert(seen.told, expected)
end

local function replace(old, new)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from, to = line:find(old, 1, true)
    if from then
      return vim.api.nvim_buf_set_text(0, number - 1, from - 1, number - 1, to, { new })
    end
  end
  error("no " .. old)
end

local function choose_at(words)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search(words, "cW") > 0, words)
  vim.lsp.buf.code_action()
end

local function work()
  seen.told, seen.offered = {}, {}
  vim.cmd("edit prisma/schema.prisma")
  -- What is wrong with the schema, and its fix.
  wait_for({ "ERROR missing-foreign-key-index at author" })
  choose_at("author ")
  wait_for({})
  -- What the change does to the database, and its fix; beside letters of every width.
  replace("  title    String", "  /* 🥕 제목 */ headline String")
  wait_for({ "ERROR probable-column-rename at headline" })
  choose_at("headline")
  wait_for({})
  local client = vim.lsp.get_active_clients()[1]
  if client.server_capabilities.hoverProvider then
    vim.fn.cursor(1, 1)
    vim.fn.search("headline", "cW")
    local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
    local answers = vim.lsp.buf_request_sync(0, "textDocument/hover", params, 20000)
    local result = answers and answers[client.id] and answers[client.id].result
    seen.hover = result and result.contents and (result.contents.value or result.contents)
  end
  vim.cmd("write")
  seen.text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local went_well, why = pcall(work)
seen.error = not went_well and tostring(why) or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SHORING_SEEN)
vim.cmd("qall!")
