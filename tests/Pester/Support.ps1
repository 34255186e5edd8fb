# Dot-sourced by every test file: the module as it was built, and what tests share.

$script:ModuleUnderTest = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/IpmiPS")
if (-not (Test-Path "$ModuleUnderTest/IpmiPS.psd1")) { throw "There is no module in $ModuleUnderTest; build it first." }
if (-not (Get-Module IpmiPS)) { Import-Module $ModuleUnderTest }
