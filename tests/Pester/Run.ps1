#Requires -Version 5.1
<#
.SYNOPSIS
    Runs the Pester tests, and ends with their counts. ./build.ps1 TestPester calls it in a PowerShell of its own.
.PARAMETER Module
    The folder of the module to test.
.PARAMETER Pester
    The Pester to test with: a module's name or manifest.
.PARAMETER Queue
    A folder that other processes which run the same tests are given, too: each file is run by the one that first makes a file of its name there.
#>
[CmdletBinding()]
param(
    [string] $Module = "$PSScriptRoot/../../out/IpmiPS",
    [string] $Pester = 'Pester',
    [string] $Queue
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ([Console]::IsOutputRedirected) { $env:NO_COLOR = '1' }    # a log wants no escape sequences
$env:IPMIPS_CACHE = 'none'    # the tests have caches of their own, where they need one
$env:IPMIPS_MODULE = $Module    # Support.ps1
Import-Module $Pester -MinimumVersion 5.0
$options = New-PesterConfiguration
$options.Run.PassThru = $true
# The tests see the variables of this script: as few as can be.
$results = @(foreach ($file in Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1) {
        if ($Queue -and -not (New-Item "$Queue/$($file.Name)" -ErrorAction Ignore)) { continue }
        $options.Run.Path = $file.FullName
        Invoke-Pester -Configuration $options
    })
function Measure-Result { param([string[]] $Property) [int]($results | Measure-Object $Property -Sum | Measure-Object Sum -Sum).Sum }
foreach ($test in $results.Skipped) { "Skipped $($test.ExpandedPath)" }
$failed = Measure-Result FailedCount, FailedBlocksCount, FailedContainersCount
"     Passed: $(Measure-Result PassedCount)"
"     Failed: $failed"
"    Skipped: $(Measure-Result SkippedCount, NotRunCount)"
exit [int]($failed -gt 0)
