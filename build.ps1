#Requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, documents, checks and packs IpmiPS and IpmiPSDsc. Windows PowerShell 5.1 and PowerShell 7.
.DESCRIPTION
    Build       out/IpmiPS and out/IpmiPSDsc, importable modules
    Test        everything below, then one line with the sum
    TestDotNet  the xUnit tests on .NET
    TestMono    the same tests compiled for .NET Framework, on Mono
    TestPester  the module as packed, in a PowerShell of its own
    Docs        brings the help pages and the manifests of the DSC resources in line with the modules; wants Microsoft.PowerShell.PlatyPS
    Analyze     PSScriptAnalyzer on every script and data file
    Pack        out/IpmiPS.<version>.nupkg and out/IpmiPSDsc.<version>.nupkg for the PowerShell Gallery, and beside them what they are made of (SBOM, CycloneDX)
    Demo        twenty virtual BMCs, and a morning's work on them
    Ci          Analyze, Test, Demo
    Where there is no PowerShell, build.sh brings one.
.PARAMETER Certificate
    Pack: the code-signing certificate with which the module is signed, or the file of one (.pfx). Windows only.
.PARAMETER TimestampServer
    Pack: the address of a timestamp server. Without a timestamp, signatures end with the certificate.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 Test -Configuration Debug
.EXAMPLE
    ./build.ps1 Pack -Certificate (Get-ChildItem Cert:\CurrentUser\My -CodeSigningCert)[0] -TimestampServer http://timestamp.digicert.com
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'TestDotNet', 'TestMono', 'TestPester', 'Docs', 'Analyze', 'Pack', 'Demo', 'Ci')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

    [string] $TimestampServer
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$env:DOTNET_CLI_UI_LANGUAGE = 'en'    # the sums are read from what dotnet prints
$env:DOTNET_NOLOGO = '1'
if ([Console]::IsOutputRedirected) { $env:NO_COLOR = '1' }    # a log wants no escape sequences

$root = $PSScriptRoot
$module = Join-Path $root 'out/IpmiPS'
$version = ([xml](Get-Content (Join-Path $root 'Directory.Build.props') -Raw)).SelectSingleNode('//Version').InnerText
$modules = 'IpmiPS', 'IpmiPSDsc'
$common = @('-c', $Configuration, '-tl:off')
$suites = [System.Collections.Generic.List[object]]::new()
# This PowerShell again. Not the path of this process: that is dotnet's where PowerShell is a tool of dotnet's.
$powershell = Join-Path $PSHOME $(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' })

function Invoke-DotNet {
    param([string[]] $Arguments)
    & dotnet @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($Arguments[0]) ended with exit code $LASTEXITCODE." }
}

# The help (MAML) is made of the pages by the build itself, and by PlatyPS where that is there; both make the same.
function Invoke-Build {
    Invoke-DotNet (@('build', (Join-Path $root 'src/IpmiPS'), '-t:Module', '-clp:NoSummary') + $common)
    if (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable) {
        Invoke-Apart 'docs/ConvertTo-Maml.ps1' -Path (Join-Path $module 'en-US/IpmiPS.dll-Help.xml')
    }
    "Modules in $(Join-Path $root 'out'): $modules"
}

# What imports the module is run in a process of its own, because an imported assembly stays until its process ends.
function Invoke-Apart {
    param([string] $Script)
    & $powershell -NoProfile -NonInteractive -File (Join-Path $root $Script) @args | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$Script ended with exit code $LASTEXITCODE." }
}

# Runs one suite, shows what it prints but the tests that passed, and keeps the counts of its summary lines.
function Invoke-Suite {
    param([string] $Name, [string] $Program, [string[]] $Arguments)

    "== $Name" | Out-Host
    & $Program @Arguments | Where-Object { $_ -notmatch '^  Passed ' } | Tee-Object -Variable log | Out-Host
    Add-Count -Name $Name -Log $log -ExitCode $LASTEXITCODE
}

function Add-Count {
    param([string] $Name, [AllowNull()] [string[]] $Log, [int] $ExitCode)

    $counts = @{ Name = $Name; Passed = 0; Failed = 0; Skipped = 0 }
    $hasCounts = $false
    foreach ($line in $Log) {
        if ($line -match '^ +(Passed|Failed|Skipped): (\d+)$') {
            $counts[$Matches[1]] += [int]$Matches[2]
            $hasCounts = $true
        }
        elseif ($line -match 'Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)') {
            $counts.Failed += [int]$Matches[2] + [int]$Matches[3]
            $counts.Passed += [int]$Matches[1] - [int]$Matches[3] - [int]$Matches[4]
            $counts.Skipped += [int]$Matches[4]
            $hasCounts = $true
        }
    }
    # A run that broke off, or that gave no counts, is a failure whatever else it counted.
    if (($ExitCode -ne 0 -and $counts.Failed -eq 0) -or -not $hasCounts) { $counts.Failed++ }
    $suites.Add([pscustomobject]$counts)
}

function Invoke-TestDotNet {
    Invoke-Suite -Name 'xUnit on .NET' -Program dotnet -Arguments (@('test', (Join-Path $root 'IpmiPS.sln'), '--logger', 'console;verbosity=normal') + $common)
}

# Starts a suite that runs beside what comes next; Complete-Suite waits for it.
function Submit-Suite {
    param([string] $Name, [string] $Program, [string[]] $Arguments)

    $log = [System.IO.Path]::GetTempFileName()
    $process = Start-Process -FilePath $Program -ArgumentList ($Arguments | ForEach-Object { "`"$_`"" }) -RedirectStandardOutput $log -PassThru
    $null = $process.Handle    # else there is no exit code later
    @{ Name = $Name; Process = $process; Log = $log }
}

function Complete-Suite {
    param([hashtable] $Run)

    $Run.Process.WaitForExit()
    $log = Get-Content -LiteralPath $Run.Log
    Remove-Item -LiteralPath $Run.Log
    "== $($Run.Name)" | Out-Host
    $log | Out-Host
    Add-Count -Name $Run.Name -Log $log -ExitCode $Run.Process.ExitCode
}

function Start-TestMono {
    if (-not (Get-Command mono -CommandType Application -ErrorAction Ignore)) {
        'xUnit on Mono is skipped: there is no mono here.' | Out-Host
        $suites.Add([pscustomobject]@{ Name = 'xUnit on Mono'; Passed = 0; Failed = 0; Skipped = 1 })
        return
    }
    $project = Join-Path $root 'tests/IpmiPS.Core.Tests.Mono'
    Invoke-DotNet (@('build', $project, '-p:RestoreLockedMode=true') + $common)
    Submit-Suite -Name 'xUnit on Mono' -Program dotnet -Arguments 'msbuild', $project, '-t:RunOnMono', '-p:BuildProjectReferences=false', "-p:Configuration=$Configuration", '-tl:off'
}

# What is tested is what ships: the packages, unpacked as an installation unpacks them.
function Invoke-TestPester {
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    foreach ($name in $modules) {
        $unpacked = Join-Path $root "out/packed/$name"
        if (Test-Path $unpacked) { Remove-Item $unpacked -Recurse -Force }
        [System.IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $root "out/$name.$version.nupkg"), $unpacked)
        foreach ($part in '[Content_Types].xml', '_rels', 'package', "$name.nuspec") { Remove-Item -LiteralPath (Join-Path $unpacked $part) -Recurse -Force }
    }

    Invoke-DotNet @('restore', (Join-Path $root 'tests/Pester'), '--locked-mode')
    $pester = & dotnet msbuild (Join-Path $root 'tests/Pester') -getProperty:PkgPester
    # Two processes, because for half of the time a test waits for a BMC: each takes from the queue the next file that the other has not taken.
    $queue = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
    $null = New-Item $queue -ItemType Directory
    $run = @{ Program = $powershell; Arguments = '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'tests/Pester/Run.ps1'),
        '-Module', (Join-Path $root 'out/packed/IpmiPS'), '-Pester', (Join-Path $pester 'tools/Pester.psd1'), '-Queue', $queue }
    $other = Submit-Suite -Name 'Pester, 2nd' @run
    try { Invoke-Suite -Name 'Pester, 1st' @run }
    finally {
        Complete-Suite $other
        Remove-Item $queue -Recurse
    }
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

# Mono beside the tests on .NET: each has to wait now and then, and together they do not hold up the tests of the module.
function Invoke-Test {
    Invoke-DotNet @('restore', (Join-Path $root 'IpmiPS.sln'), '--locked-mode')
    $mono = Start-TestMono
    try {
        Invoke-TestDotNet
        Invoke-Pack
        Invoke-TestPester
    }
    finally { if ($mono) { Complete-Suite $mono } }
    Write-Sum
}

function Invoke-Doc {
    Invoke-Apart 'src/IpmiPSDsc/Update-Manifest.ps1'
    Invoke-Build
    Invoke-Apart 'docs/Update-Help.ps1'
    Invoke-Build
}

function Invoke-Demo {
    Invoke-Build
    Invoke-Apart 'demo/Demo.ps1'
}

function Invoke-Pack {
    if ($Certificate -and -not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore)) {
        throw 'A module can be signed on Windows only: there is no Set-AuthenticodeSignature here. Without -Certificate the package is not signed.'
    }
    Invoke-Build
    if ($Certificate) { Add-Signature }
    # As they lie in out, signed or not.
    Invoke-DotNet (@('pack', (Join-Path $root 'src/IpmiPS'), '--no-build') + $common)
    Push-Location $root
    try {
        Invoke-DotNet @('tool', 'restore')
        # PowerShellStandard.Library is compiled against and does not ship.
        Invoke-DotNet @('tool', 'run', 'dotnet-CycloneDX', '--', 'src/IpmiPS/IpmiPS.csproj', '--disable-package-restore', '--exclude-filter', 'PowerShellStandard.Library',
            '--set-name', 'IpmiPS', '--set-version', $version, '--set-type', 'Library',
            '--output', 'out', '--filename', "IpmiPS.$version.cdx.json", '--output-format', 'Json')
    }
    finally { Pop-Location }
}

# Everything that can be signed and that its maker has not signed.
function Add-Signature {
    $timestamp = @{}
    if ($TimestampServer) { $timestamp.TimestampServer = $TimestampServer }
    $files = Get-ChildItem ($modules | ForEach-Object { Join-Path $root "out/$_" }) -Recurse -Include *.ps1, *.psm1, *.psd1, *.ps1xml, *.dll | Where-Object { (Get-AuthenticodeSignature $_.FullName).Status -ne 'Valid' }
    foreach ($signature in $files | Set-AuthenticodeSignature -Certificate $Certificate -HashAlgorithm SHA256 @timestamp) {
        if (-not $signature.SignerCertificate) { throw "$($signature.Path) was not signed: $($signature.StatusMessage)" }
    }
    "Signed: $(@($files).Count) files"
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
        'TestMono' { Start-TestMono | ForEach-Object { Complete-Suite $_ }; Write-Sum }
        'TestPester' { Invoke-Pack; Invoke-TestPester; Write-Sum }
        'Docs' { Invoke-Doc }
        'Analyze' { Invoke-Analyze }
        'Pack' { Invoke-Pack }
        'Demo' { Invoke-Demo }
        'Ci' { Invoke-Analyze; Invoke-Test; Invoke-Demo }
    }
}
catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    $exitCode = 1
}
exit $exitCode
