#!/usr/bin/env bash
# The tasks of build.ps1 on machines that may have no PowerShell:
#   ./build.sh [Build|Test|TestDotNet|TestMono|TestPester|Docs|Analyze|Pack|Demo|Ci] [-Configuration Debug|Release]
# pwsh does them where it is on PATH, or where "dotnet tool restore" brings it; else .NET alone does what it can, and what
# had to be left out is said.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1

if command -v pwsh >/dev/null; then
  exec pwsh -NoProfile -NonInteractive -File build.ps1 "$@"
elif timeout 120 dotnet tool restore >/dev/null 2>&1 && dotnet tool run pwsh -- -NoProfile -Command exit >/dev/null 2>&1; then
  exec dotnet tool run pwsh -- -NoProfile -NonInteractive -File build.ps1 "$@"
fi

task=Build configuration=Release
while [ $# -gt 0 ]; do
  case $1 in
    -[Cc]onfiguration) configuration=${2:?-Configuration needs a value}; shift 2 ;;
    -*) echo "Unknown option $1" >&2; exit 2 ;;
    *) task=$1; shift ;;
  esac
done

passed=0 failed=0 skipped=0 table=()
add() { # name passed failed skipped
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  table+=("$(printf '%-14s %5s passed, %s failed, %s skipped' "$@")")
}

# Runs one suite, shows what it prints but the tests that passed, and keeps the counts of its summary lines.
suite() { # name command...
  local name=$1 log counts status; shift
  echo "== $name"
  log=$(mktemp)
  "$@" </dev/null | grep -v '^  Passed ' | tee "$log"; status=${PIPESTATUS[0]}
  counts=$(sed -nE \
    -e 's/^ +Passed: ([0-9]+)$/\1 0 0/p' -e 's/^ +Failed: ([0-9]+)$/0 \1 0/p' -e 's/^ +Skipped: ([0-9]+)$/0 0 \1/p' \
    -e 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1-\3-\4 \2+\3 \4/p' "$log")
  rm -f "$log"
  local p=0 f=0 s=0 a b c
  while read -r a b c; do [ -n "$a" ] && p=$((p + a)) f=$((f + b)) s=$((s + c)); done <<<"$counts"
  # A run that broke off, or that told nothing, is a failure whatever else it counted.
  { [ "$status" != 0 ] && [ "$f" = 0 ]; } || [ -z "$counts" ] && f=$((f + 1))
  add "$name" "$p" "$f" "$s"
}

skip() { echo "== $1"; echo "Skipped: $2"; add "$1" 0 0 "$3"; }
left_out() { echo "No PowerShell here; left out: $*."; }

build() { dotnet build src/IpmiPS -c "$configuration" -t:Module -clp:NoSummary -tl:off && echo "Module in $root/out/IpmiPS"; }
test_dotnet() { suite 'xUnit on .NET' dotnet test IpmiPS.sln -c "$configuration" -tl:off --logger 'console;verbosity=normal'; }

test_mono() {
  if command -v mono >/dev/null; then
    suite 'xUnit on Mono' dotnet build tests/IpmiPS.Core.Tests.Mono -c "$configuration" -t:RunOnMono -tl:off
  else
    skip 'xUnit on Mono' 'there is no mono here.' 1
  fi
}

test_pester() {
  local count
  count=$(cat tests/Pester/*.Tests.ps1 2>/dev/null | grep -cE '^\s*It\s')
  skip Pester "there is no PowerShell here, $count tests not run." "$count"
}

# The rack is the simulator's own program; the other side is a small program on the library.
demo() {
  dotnet build src/IpmiPS.Simulator -c "$configuration" -clp:NoSummary -tl:off && dotnet build demo/IpmiPS.Demo -c "$configuration" -clp:NoSummary -tl:off || return 1
  local folder simulator status=1
  folder=$(mktemp -d)
  dotnet exec "src/IpmiPS.Simulator/bin/$configuration/netstandard2.0/IpmiPS.Simulator.dll" \
    --count 20 --unhealthy-every 20 --csv "$folder/inventory.csv" --seconds 120 >"$folder/log" &
  simulator=$!
  trap "kill $simulator 2>/dev/null" EXIT
  while kill -0 $simulator 2>/dev/null && [ "$(cat "$folder"/*.csv 2>/dev/null | wc -l)" != 21 ]; do sleep 0.1; done
  IPMIPS_CACHE=none dotnet run --project demo/IpmiPS.Demo -c "$configuration" --no-build -- "$folder/inventory.csv" && status=0
  kill $simulator; wait $simulator
  tail -n +21 "$folder/log"
  rm -r "$folder"
  return $status
}

total() {
  printf '%s\n' "${table[@]}"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

case $task in
  [Bb]uild) build ;;
  [Tt]est|[Cc]i)
    build || exit 1
    [[ $task == [Cc]i ]] && left_out Analyze
    test_dotnet; test_mono; test_pester; total || exit 1
    [[ $task == [Tt]est ]] || demo ;;
  [Tt]est[Dd]ot[Nn]et) test_dotnet; total ;;
  [Tt]est[Mm]ono) test_mono; total ;;
  [Tt]est[Pp]ester) test_pester; total ;;
  [Dd]emo) left_out "the module and its cmdlets; the demo is the library's"; demo ;;
  [Pp]ack) dotnet pack src/IpmiPS -c "$configuration" -tl:off ;;
  [Dd]ocs|[Aa]nalyze) left_out "$task"; exit 1 ;;
  *) echo "Unknown task $task" >&2; exit 2 ;;
esac
