#Requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, documents, checks and packs IpmiPS. Windows PowerShell 5.1 and PowerShell 7.
.DESCRIPTION
    Build       out/IpmiPS, an importable module
    Test        everything below, then one line with the sum
    TestDotNet  the xUnit tests on .NET
    TestMono    the same tests compiled for .NET Framework, on Mono
    TestPester  the module in out/IpmiPS, in a PowerShell of its own
    Docs        the help pages' metadata, and the help (MAML) that is made of the pages; wants Microsoft.PowerShell.PlatyPS
    Analyze     PSScriptAnalyzer on every script and data file
    Pack        out/IpmiPS.<version>.nupkg, for the PowerShell Gallery
    Demo        twenty virtual BMCs, and a morning's work on them
    Ci          Analyze, Test, Demo
    Where there is no PowerShell, build.sh has the same tasks.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 Test -Configuration Debug
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'TestDotNet', 'TestMono', 'TestPester', 'Docs', 'Analyze', 'Pack', 'Demo', 'Ci')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'    # the sums are read from what dotnet prints
$env:DOTNET_NOLOGO = '1'
if ([Console]::IsOutputRedirected) { $env:NO_COLOR = '1' }    # a log wants no escape sequences

$root = $PSScriptRoot
$module = Join-Path $root 'out/IpmiPS'
$common = @('-c', $Configuration, '-tl:off')
$suites = [System.Collections.Generic.List[object]]::new()

function Invoke-DotNet {
    param([string[]] $Arguments)
    & dotnet @Arguments @common | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($Arguments[0]) ended with exit code $LASTEXITCODE." }
}

function Invoke-Build {
    Invoke-DotNet @('build', (Join-Path $root 'src/IpmiPS'), '-t:Module', '-clp:NoSummary')
    "Module in $module"
}

# What imports the module is run in a process of its own, because an imported assembly stays until its process ends.
function Invoke-Apart {
    param([string] $Script)
    & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path $root $Script) | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$Script ended with exit code $LASTEXITCODE." }
}

# Runs one suite, shows what it prints but the tests that passed, and keeps the counts of its summary lines.
function Invoke-Suite {
    param([string] $Name, [string] $Program, [string[]] $Arguments)

    "== $Name" | Out-Host
    & $Program @Arguments | Where-Object { $_ -notmatch '^  Passed ' } | Tee-Object -Variable log | Out-Host
    $counts = @{ Name = $Name; Passed = 0; Failed = 0; Skipped = 0 }
    $told = $false
    foreach ($line in $log) {
        if ($line -match '^ +(Passed|Failed|Skipped): (\d+)$') {
            $counts[$Matches[1]] += [int]$Matches[2]
            $told = $true
        }
        elseif ($line -match 'Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)') {
            $counts.Failed += [int]$Matches[2] + [int]$Matches[3]
            $counts.Passed += [int]$Matches[1] - [int]$Matches[3] - [int]$Matches[4]
            $counts.Skipped += [int]$Matches[4]
            $told = $true
        }
    }
    # A run that broke off, or that told nothing, is a failure whatever else it counted.
    if (($LASTEXITCODE -ne 0 -and $counts.Failed -eq 0) -or -not $told) { $counts.Failed++ }
    $suites.Add([pscustomobject]$counts)
}

function Skip-Suite {
    param([string] $Name, [string] $Reason, [int] $Count)
    "== $Name" | Out-Host
    "Skipped: $Reason" | Out-Host
    $suites.Add([pscustomobject]@{ Name = $Name; Passed = 0; Failed = 0; Skipped = $Count })
}

function Invoke-TestDotNet {
    Invoke-Suite -Name 'xUnit on .NET' -Program dotnet -Arguments (@('test', (Join-Path $root 'IpmiPS.sln'), '--logger', 'console;verbosity=normal') + $common)
}

function Invoke-TestMono {
    if (Get-Command mono -CommandType Application -ErrorAction Ignore) {
        Invoke-Suite -Name 'xUnit on Mono' -Program dotnet -Arguments (@('build', (Join-Path $root 'tests/IpmiPS.Core.Tests.Mono'), '-t:RunOnMono') + $common)
    }
    else {
        Skip-Suite -Name 'xUnit on Mono' -Reason 'there is no mono here.' -Count 1
    }
}

function Invoke-TestPesterApart {
    $tests = @(Get-ChildItem (Join-Path $root 'tests/Pester') -Filter *.Tests.ps1 -ErrorAction Ignore)
    if (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0') {
        $self = (Get-Process -Id $PID).Path
        Invoke-Suite -Name 'Pester' -Program $self -Arguments @('-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'build.ps1'), 'TestPester')
    }
    else {
        $count = @($tests | Select-String -Pattern '^\s*It\s').Count
        Skip-Suite -Name 'Pester' -Reason "there is no Pester 5 here, $count tests not run." -Count $count
    }
}

function Invoke-TestPester {
    Set-StrictMode -Off    # it would hold in the tests, too, which choose for themselves
    $env:IPMIPS_CACHE = 'none'    # the tests have caches of their own, where they need one
    Import-Module Pester -MinimumVersion 5.0
    $options = New-PesterConfiguration
    $options.Run.Path = Join-Path $root 'tests/Pester'
    $options.Run.PassThru = $true
    $result = Invoke-Pester -Configuration $options
    foreach ($test in $result.Skipped) { "Skipped $($test.ExpandedPath)" | Out-Host }
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    "     Passed: $($result.PassedCount)"
    "     Failed: $failed"
    "    Skipped: $($result.SkippedCount + $result.NotRunCount)"
    if ($failed -gt 0) { throw 'Pester tests failed.' }
}

function Write-Sum {
    $passed = 0; $failed = 0; $skipped = 0
    foreach ($suite in $suites) {
        '{0,-14} {1,5} passed, {2} failed, {3} skipped' -f $suite.Name, $suite.Passed, $suite.Failed, $suite.Skipped
        $passed += $suite.Passed; $failed += $suite.Failed; $skipped += $suite.Skipped
    }
    "$passed passed, $failed failed, $skipped skipped"
    if ($failed -gt 0) { $script:exitCode = 1 }
}

function Invoke-Test {
    Invoke-Build
    Invoke-TestDotNet
    Invoke-TestMono
    Invoke-TestPesterApart
    Write-Sum
}

function Invoke-Doc {
    Invoke-Build
    Invoke-Apart 'docs/Update-Help.ps1'
    Invoke-Build
}

function Invoke-Demo {
    Invoke-Build
    Invoke-Apart 'demo/Demo.ps1'
}

function Invoke-Analyze {
    if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        'PSScriptAnalyzer is not here: scripts not analyzed.'
        return
    }
    Invoke-Build
    # The manifest names files beside it, so it is looked at where they are.
    $files = @(Join-Path $module 'IpmiPS.psd1') + @(Get-ChildItem $root -Recurse -Include *.ps1, *.psd1, *.psm1 | ForEach-Object FullName |
            Where-Object { $_ -notmatch '[\\/](out|bin|obj)[\\/]' -and $_ -ne (Join-Path $root 'IpmiPS.psd1') })
    $found = @($files | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') })
    $found | Format-Table -AutoSize -Wrap ScriptName, Line, Severity, RuleName, Message | Out-Host
    if ($found.Count -gt 0) { throw "PSScriptAnalyzer found $($found.Count) things." }
    'PSScriptAnalyzer: nothing found.'
}

$exitCode = 0
try {
    switch ($Task) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'TestDotNet' { Invoke-TestDotNet; Write-Sum }
        'TestMono' { Invoke-TestMono; Write-Sum }
        'TestPester' { Invoke-TestPester }
        'Docs' { Invoke-Doc }
        'Analyze' { Invoke-Analyze }
        'Pack' { Invoke-DotNet @('pack', (Join-Path $root 'src/IpmiPS')) }
        'Demo' { Invoke-Demo }
        'Ci' { Invoke-Analyze; Invoke-Test; Invoke-Demo }
    }
}
catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    $exitCode = 1
}
exit $exitCode
