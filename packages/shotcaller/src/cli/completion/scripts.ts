/** The shells that completions are written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * A script that asks `shotcaller complete` at each TAB, so that it never goes stale. The command answers with a line for each candidate,
 * value and description divided by a tab; a line `:files` asks the shell to offer file names.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# shotcaller completions for bash: eval "$(shotcaller completion bash)" in ~/.bashrc
_shotcaller() {
  local current line
  # A line is split at = and : too; the words are put together again as they were written.
  local written="\${COMP_LINE:0:COMP_POINT}"
  local -a words
  read -r -a words <<< "$written"
  [[ "$written" == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  local strip="\${current%"\${COMP_WORDS[COMP_CWORD]}"}"
  [[ "\${COMP_WORDS[COMP_CWORD]}" == "=" ]] && strip="$current"
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    if [[ "$line" == ":files" ]]; then
      compopt -o filenames
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${current#*=}")
    else
      COMPREPLY+=("\${line#"$strip"}")
    fi
  done < <(shotcaller complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _shotcaller shotcaller
`,
  zsh: `#compdef shotcaller
# shotcaller completions for zsh: source <(shotcaller completion zsh) in ~/.zshrc, after compinit
_shotcaller() {
  local line value
  local -a found
  local files=
  while IFS= read -r line; do
    if [[ "$line" == ":files" ]]; then files=1; continue; fi
    value="\${line%%$'\\t'*}"
    found+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done < <(shotcaller complete -- "\${(@)words[2,$CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe -V shotcaller found
  if [[ -n "$files" ]]; then
    compset -P '*='
    _files
  fi
}
compdef _shotcaller shotcaller
`,
  fish: `# shotcaller completions for fish: shotcaller completion fish | source in ~/.config/fish/config.fish
function __shotcaller_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (shotcaller complete -- $words[2..] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (string replace -r '^--[^=]+=' '' -- (commandline -ct))
        else
            echo $line
        end
    end
end
complete -c shotcaller -f -a '(__shotcaller_complete)'
`,
};
