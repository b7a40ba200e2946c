# Turns the YAML that cloud-init files are written in, and JSON, into lines "path<tab>value": keys and list indexes joined
# by "/", line breaks, tabs and backslashes of a value escaped. Understood: mappings and lists by indentation, block
# scalars (| and > with - or +), quoted and plain scalars, flow lists and mappings on one line (JSON: over all lines),
# comments. Anything else is reported as "!error<tab>line N: ...".

BEGIN { depth = 0 }

{ sub(/\r$/, ""); lines[++count] = $0 }

END {
  first = 1
  while (first <= count && lines[first] ~ /^[ \t]*(#.*)?$/) first++
  if (lines[first] ~ /^[ \t]*[{[]/) {
    text = ""
    for (at = first; at <= count; at++) text = text " " lines[at]
    flow(text, "")
  } else {
    line = first
    block(indent_of(line), "")
  }
}

function blank(n) { return lines[n] ~ /^[ ]*(#.*)?$/ || lines[n] ~ /^(---|\.\.\.)[ ]*$/ }
function skip() { while (line <= count && blank(line)) line++ }
function indent_of(n) { match(lines[n], /^ */); return RLENGTH }
function join(path, key) { return path == "" ? key : path "/" key }
function fail(message) { print "!error\tline " line ": " message }

function emit(path, value) {
  gsub(/\\/, "\\\\\\\\", value)
  gsub(/\n/, "\\\\n", value)
  gsub(/\t/, "\\\\t", value)
  print path "\t" value
}

# All entries at one indentation: a list or a mapping. Local variables follow the extra blanks.
function block(indent, path,    index_, key, rest, column) {
  index_ = 0
  for (skip(); line <= count && indent_of(line) == indent; skip()) {
    rest = substr(lines[line], indent + 1)
    if (rest ~ /^-( |$)/) {
      column = item_column(rest)
      if (column == 0) {
        line++
        nested(indent, join(path, index_++), 0)
      } else if (is_mapping(substr(rest, column))) {
        # "- key: value": the item is a mapping that starts in this line.
        lines[line] = spaces(indent + column - 1) substr(rest, column)
        block(indent + column - 1, join(path, index_++))
      } else if (substr(rest, column) ~ /^- /) {
        lines[line] = spaces(indent + column - 1) substr(rest, column)
        block(indent + column - 1, join(path, index_++))
      } else {
        value(substr(rest, column), indent, join(path, index_++))
      }
    } else if (is_mapping(rest)) {
      key = key_of(rest)
      rest = after_key(rest)
      if (rest == "") {
        line++
        nested(indent, join(path, key), 1)
      } else {
        value(rest, indent, join(path, key))
      }
    } else {
      fail("neither \"key:\" nor \"- item\"")
      line++
    }
  }
  if (line <= count && indent_of(line) > indent) {
    fail("indented further than the lines before")
    line++
    block(indent, path)
  }
}

# What belongs to "key:" or "-" alone in its line. A list may stand at the same indentation as its key.
function nested(indent, path, is_key,    deeper) {
  skip()
  if (line > count) { emit(path, ""); return }
  deeper = indent_of(line)
  if (deeper > indent) block(deeper, path)
  else if (is_key && deeper == indent && substr(lines[line], indent + 1) ~ /^-( |$)/) list_at(indent, path)
  else emit(path, "")
}

# A list at the indentation of its key ends where the next key begins.
function list_at(indent, path,    end, at, saved) {
  end = line
  for (at = line; at <= count; at++) {
    if (blank(at)) continue
    if (indent_of(at) < indent || (indent_of(at) == indent && substr(lines[at], indent + 1) !~ /^-( |$)/)) break
    end = at
  }
  saved = count
  count = end
  block(indent, path)
  count = saved
}

function item_column(rest) { return match(substr(rest, 2), /[^ ]/) && substr(rest, 1 + RSTART, 1) != "#" ? 1 + RSTART : 0 }
function spaces(n) { return sprintf("%" n "s", "") }

# A key is plain or quoted, and ends with a colon and a blank or the line's end.
function is_mapping(text) {
  return text ~ /^"[^"]*" *:( |$)/ || text ~ /^'[^']*' *:( |$)/ || text ~ /^[^-"'{[#&*!|>%@` ][^#]*:( |$)/ || text ~ /^-[^ ][^#]*:( |$)/
}
function key_length(text) {
  if (text ~ /^"/) match(text, /^"[^"]*" *:/)
  else if (text ~ /^'/) match(text, /^'[^']*' *:/)
  else {
    match(text, /:( |$)/)
    return RSTART
  }
  return RLENGTH
}
function key_of(text) { text = substr(text, 1, key_length(text) - 1); sub(/ +$/, "", text); return unquote(text) }
function after_key(text) {
  text = substr(text, key_length(text) + 1)
  sub(/^ +/, "", text)
  return text ~ /^#/ ? "" : text
}

# A scalar or flow value that starts in the current line; moves on behind it.
function value(text, indent, path,    head) {
  head = substr(text, 1, 1)
  if (text ~ /^[|>][-+0-9]*( +#.*)? *$/) { line++; block_scalar(text, indent, path); return }
  if (head == "{" || head == "[") { flow_lines(text, path); return }
  if (head == "&" || head == "*" || head == "!") { fail("anchors, aliases and tags are not supported"); line++; return }
  if (head == "\"" || head == "'") {
    while (!closed(text, head) && line < count) { line++; sub(/^ +/, "", lines[line]); text = text " " lines[line] }
    if (!closed(text, head)) fail("a quote is not closed")
    sub(/[ ]+#[^"']*$/, "", text)
  } else {
    sub(/[ ]+#.*$/, "", text)
    # A plain scalar goes on in lines that are indented further.
    while (line < count && !blank(line + 1) && indent_of(line + 1) > indent) {
      line++
      text = text " " substr(lines[line], indent_of(line) + 1)
      sub(/[ ]+#.*$/, "", text)
    }
  }
  sub(/ +$/, "", text)
  emit(path, unquote(text))
  line++
}

function closed(text, quote) {
  if (quote == "\"") { gsub(/\\./, "", text); return text ~ /^"[^"]*"[ ]*(#.*)?$/ }
  gsub(/''/, "", text)
  return text ~ /^'[^']*'[ ]*(#.*)?$/
}

function unquote(text) {
  if (text ~ /^'.*'$/) { text = substr(text, 2, length(text) - 2); gsub(/''/, "'", text); return text }
  if (text ~ /^".*"$/) return unescape(substr(text, 2, length(text) - 2))
  return text == "~" || text == "null" ? "" : text
}

function unescape(text,    out, at, c) {
  out = ""
  for (at = 1; at <= length(text); at++) {
    c = substr(text, at, 1)
    if (c != "\\") { out = out c; continue }
    c = substr(text, ++at, 1)
    if (c == "n") out = out "\n"
    else if (c == "t") out = out "\t"
    else if (c == "r") out = out "\r"
    else if (c == "0") out = out ""
    else if (c == "u") { out = out sprintf("%c", hex(substr(text, at + 1, 4))); at += 4 }
    else out = out c
  }
  return out
}
function hex(digits,    n, at) {
  n = 0
  for (at = 1; at <= length(digits); at++) n = n * 16 + index("0123456789abcdef", tolower(substr(digits, at, 1))) - 1
  return n
}

function block_scalar(header, indent, path,    deep, out, keep, started, text, folded) {
  deep = -1
  out = ""
  folded = header ~ /^>/
  keep = header ~ /\+/
  for (; line <= count; line++) {
    if (lines[line] ~ /^ *$/) { out = out (deep >= 0 && length(lines[line]) > deep ? substr(lines[line], deep + 1) : "") "\n"; continue }
    if (deep < 0) {
      if (indent_of(line) <= indent) break
      deep = indent_of(line)
    }
    if (indent_of(line) < deep) break
    text = substr(lines[line], deep + 1)
    if (folded && out ~ /[^\n]\n$/ && text !~ /^ /) out = substr(out, 1, length(out) - 1) " "
    out = out text "\n"
  }
  if (!keep) sub(/\n+$/, "", out)
  if (!keep && header !~ /-/ && out != "") out = out "\n"
  emit(path, out)
}

# Flow text that may go on over lines until its brackets close.
function flow_lines(text, path) {
  while (!balanced(text) && line < count) text = text " " lines[++line]
  line++
  flow(text, path)
}
function balanced(text,    at, c, quote, open) {
  quote = ""
  open = 0
  for (at = 1; at <= length(text); at++) {
    c = substr(text, at, 1)
    if (quote != "") {
      if (c == "\\" && quote == "\"") at++
      else if (c == quote) quote = ""
    } else if (c == "\"" || c == "'") quote = c
    else if (c == "[" || c == "{") open++
    else if (c == "]" || c == "}") open--
  }
  return open <= 0
}

function flow(text, path) {
  flow_text = text
  flow_at = 1
  flow_value(path)
}
function flow_skip() { while (substr(flow_text, flow_at, 1) ~ /[ \t]/) flow_at++ }
function flow_value(path,    c, index_, key) {
  flow_skip()
  c = substr(flow_text, flow_at, 1)
  if (c == "[") {
    flow_at++
    index_ = 0
    for (flow_skip(); substr(flow_text, flow_at, 1) !~ /^[]]?$/; flow_comma()) flow_value(join(path, index_++))
    if (index_ == 0) emit(path, "")
    flow_at++
  } else if (c == "{") {
    flow_at++
    for (flow_skip(); substr(flow_text, flow_at, 1) !~ /^}?$/; flow_comma()) {
      key = flow_scalar(":")
      flow_skip()
      if (substr(flow_text, flow_at, 1) != ":") { fail("a key without a colon"); flow_at = length(flow_text) + 1; return }
      flow_at++
      flow_value(join(path, key))
    }
    flow_at++
  } else emit(path, flow_scalar(""))
}
function flow_comma() {
  flow_skip()
  if (substr(flow_text, flow_at, 1) == ",") flow_at++
  else if (substr(flow_text, flow_at, 1) !~ /^[]}]?$/) { fail("a comma is missing"); flow_at = length(flow_text) + 1 }
  flow_skip()
}
function flow_scalar(end,    c, start, quote) {
  flow_skip()
  start = flow_at
  quote = substr(flow_text, flow_at, 1)
  if (quote == "\"" || quote == "'") {
    for (flow_at++; flow_at <= length(flow_text); flow_at++) {
      c = substr(flow_text, flow_at, 1)
      if (c == "\\" && quote == "\"") flow_at++
      else if (c == quote && !(quote == "'" && substr(flow_text, flow_at + 1, 1) == "'")) break
      else if (c == quote) flow_at++
    }
    flow_at++
    return unquote(substr(flow_text, start, flow_at - start))
  }
  for (; flow_at <= length(flow_text); flow_at++) {
    c = substr(flow_text, flow_at, 1)
    if (c ~ /[],}[{]/) break
    if (end == ":" && c == ":") break
  }
  c = substr(flow_text, start, flow_at - start)
  sub(/[ \t]+$/, "", c)
  return unquote(c)
}
