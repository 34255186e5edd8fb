#!/usr/bin/env bash
# build.ps1 for machines that have the .NET SDK and no PowerShell: with the PowerShell of .config/dotnet-tools.json.
#   ./build.sh [TASK] [-Configuration Debug|Release] [...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet tool restore
exec dotnet tool run pwsh -- -NoProfile -NonInteractive -File build.ps1 "$@"
