#Requires -Modules Microsoft.PowerShell.PlatyPS
<#
.SYNOPSIS
    Brings the help pages in line with the built module.
.DESCRIPTION
    The pages in docs/en-US hold two things: text, which is written there by hand, and what the module says of itself (syntax,
    types, aliases, pipeline input), which is written there by this script. A cmdlet without a page gets one with places to fill in.

    Parameters that all cmdlets share that talk to BMCs are described on the page of New-IpmiSession and carried over to the
    others from there.
.PARAMETER Destination
    Where the pages are written; they are read from the folder of this script in any case.
#>
[CmdletBinding()]
param(
    [string] $Module = "$PSScriptRoot/../out/IpmiPS/IpmiPS.psd1",
    [string] $Destination = "$PSScriptRoot/en-US"
)

$ErrorActionPreference = 'Stop'
$Destination = (New-Item $Destination -ItemType Directory -Force).FullName

# A module that has help already would have it read back as what the module says of itself.
$scratch = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
$null = New-Item $scratch -ItemType Directory
Copy-Item (Split-Path $Module) $scratch -Recurse -Exclude en-US
Remove-Item "$scratch/IpmiPS/en-US" -Recurse -ErrorAction Ignore
Import-Module "$scratch/IpmiPS/IpmiPS.psd1"

$riskMitigation = @{
    WhatIf  = 'Shows what would be done and to which computer; nothing is changed.'
    Confirm = 'Asks before each change.'
}

# What the module says, with the words of the page.
function Merge-Page {
    param($Fresh, $Page)

    foreach ($name in 'Synopsis', 'Description', 'Notes', 'Aliases') { $Fresh.$name = $Page.$name }
    foreach ($name in 'Examples', 'RelatedLinks', 'Inputs', 'Outputs') {
        $Fresh.$name.Clear()
        foreach ($item in $Page.$name) { $Fresh.$name.Add($item) }
    }
    foreach ($parameter in $Page.Parameters) {
        $same = $Fresh.Parameters | Where-Object Name -EQ $parameter.Name
        if ($same) {
            $same.Description = $parameter.Description
            $same.DefaultValue = $parameter.DefaultValue
        }
    }
}

$commands = Get-Command -Module IpmiPS | Sort-Object Name
$pages = @{}
foreach ($command in $commands) {
    $path = Join-Path $PSScriptRoot "en-US/$($command.Name).md"
    if (Test-Path $path) { $pages[$command.Name] = Import-MarkdownCommandHelp $path }
}

$shared = @{}
$sharing = $commands | Where-Object Name -EQ New-IpmiSession | ForEach-Object { $_.ImplementingType.BaseType }
if ($pages.ContainsKey('New-IpmiSession')) {
    $own = 'Name', 'Session'
    $pages['New-IpmiSession'].Parameters | Where-Object Name -NotIn $own | ForEach-Object { $shared[$_.Name] = $_ }
}

$address = ([xml](Get-Content "$PSScriptRoot/../Directory.Build.props" -Raw)).SelectSingleNode('//PackageProjectUrl').InnerText
foreach ($command in $commands) {
    $fresh = New-CommandHelp -CommandInfo $command
    if ($pages.ContainsKey($command.Name)) { Merge-Page -Fresh $fresh -Page $pages[$command.Name] }
    foreach ($parameter in $fresh.Parameters) {
        if ($command.ImplementingType.BaseType -eq $sharing -and $shared.ContainsKey($parameter.Name)) {
            $parameter.Description = $shared[$parameter.Name].Description
            $parameter.DefaultValue = $shared[$parameter.Name].DefaultValue
        }
        elseif ($riskMitigation.ContainsKey($parameter.Name)) {
            $parameter.Description = $riskMitigation[$parameter.Name]
        }
        $parameter.Type = $parameter.Type -replace '^(System\.(Management\.Automation\.|Security\.)?|IpmiPS\.(\w+\.)?)(?=\w+(\[\])?$)'
    }
    $fresh.HasCmdletBinding = $true
    foreach ($syntax in $fresh.Syntax) { $syntax.HasCmdletBinding = $true }
    $fresh.Metadata.Remove('ms.date')
    $fresh.Metadata['HelpUri'] = "$address/blob/main/docs/en-US/$($command.Name).md"
    $lines = ($fresh.ToMarkdownString() -replace "`r`n", "`n" -replace "[ `t]+`n", "`n").TrimEnd()
    [System.IO.File]::WriteAllText((Join-Path $Destination "$($command.Name).md"), $lines + "`n", [System.Text.UTF8Encoding]::new($false))
}
# On Windows the assemblies stay locked until this process ends.
Remove-Item $scratch -Recurse -Force -ErrorAction Ignore
