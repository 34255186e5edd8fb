#Requires -Modules Microsoft.PowerShell.PlatyPS
<#
.SYNOPSIS
    Brings the help pages in line with the built module, and makes the MAML that Get-Help reads.
.DESCRIPTION
    The pages in docs/en-US hold two things: text, which is written there by hand, and what the module says of itself (syntax,
    types, aliases, pipeline input), which is written there by this script. A cmdlet without a page gets one with places to fill in.

    Parameters that all cmdlets share that talk to BMCs are described on the page of New-IpmiSession and carried over to the
    others from there.
.PARAMETER Destination
    Where pages and MAML are written; the pages are read from the folder of this script in any case.
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

$utf8 = [System.Text.UTF8Encoding]::new($false)
function Write-Text {
    param([string] $Name, [string] $Text)
    $lines = ($Text -replace "`r`n", "`n" -replace "[ `t]+`n", "`n").TrimEnd()
    [System.IO.File]::WriteAllText((Join-Path $Destination $Name), $lines + "`n", $utf8)
}

# Markdown's marks mean nothing to Get-Help, and it wraps lines by itself.
function ConvertTo-Paragraph {
    param([string] $Text)
    # A fenced block is one paragraph, with its blank lines and indents.
    foreach ($part in [regex]::Split(($Text -replace "`r`n", "`n").Trim(), '(?ms)^(```.*?^```)$')) {
        if ($part -match '(?s)^```\w*\n(.*)\n```$') { $Matches[1]; continue }
        foreach ($block in $part.Trim() -split "\n\s*\n" -ne '') {
            $block -replace '\n(?![-*] )', ' ' -replace '\[([^\]]+)\]\([^)]*\)', '$1' -replace '[`*]{1,2}(\S|\S.*?\S)[`*]{1,2}', '$1'
        }
    }
}

$maml = 'http://schemas.microsoft.com/maml/2004/10'
function Write-Paragraph {
    param([System.Xml.XmlElement] $Parent, [string] $Text, [int] $BlankAfter)
    foreach ($old in @($Parent.ChildNodes)) { $null = $Parent.RemoveChild($old) }
    foreach ($paragraph in @(ConvertTo-Paragraph $Text) + @('') * $BlankAfter) {
        $node = $Parent.OwnerDocument.CreateElement('maml', 'para', $maml)
        $node.InnerText = $paragraph
        $null = $Parent.AppendChild($node)
    }
}

# What PlatyPS leaves undone: plain paragraphs, an example's code apart from its explanation, links without addresses.
function Edit-Maml {
    param([xml] $Document, $Help)

    foreach ($paragraph in @($Document.GetElementsByTagName('para', $maml))) {
        if ($null -eq $paragraph.ParentNode -or $paragraph.ParentNode.LocalName -eq 'introduction') { continue }
        Write-Paragraph -Parent $paragraph.ParentNode -Text (@($paragraph.ParentNode.ChildNodes).InnerText -join "`n`n")
    }
    foreach ($command in $Document.GetElementsByTagName('command:command')) {
        $page = $Help | Where-Object Title -EQ $command.details['command:name'].InnerText
        $index = 0
        foreach ($example in @($command.examples.example)) {
            $source = $page.Examples[$index++]
            $parts = [regex]::Match($source.Remarks, '(?s)^\s*```powershell\s*?\n(?<code>.*?)\n```(?<rest>.*)$')
            $null = $example.RemoveChild($example['maml:introduction'])
            $example['dev:code'].InnerText = $parts.Groups['code'].Value
            Write-Paragraph -Parent $example['dev:remarks'] -Text $parts.Groups['rest'].Value -BlankAfter 1
        }
        foreach ($link in @($command.relatedLinks.navigationLink)) {
            if ($link.linkText -eq 'Online Version' -and -not $link.uri) { $null = $link.ParentNode.RemoveChild($link) }
            elseif ($link.uri -notmatch '^https?:') { $link.uri = '' }
        }
    }
    $Document
}

$help = foreach ($command in $commands) {
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
    Write-Text "$($command.Name).md" $fresh.ToMarkdownString()
    $fresh
}

$file = $help | Export-MamlCommandHelp -OutputFolder "$scratch/maml"
$document = Edit-Maml -Document ([xml][System.IO.File]::ReadAllText($file.FullName)) -Help $help
$writer = [System.IO.StringWriter]::new()
$document.Save($writer)
Write-Text $file.Name ($writer.ToString() -replace 'encoding="utf-16"', 'encoding="utf-8"')
# On Windows the assemblies stay locked until this process ends.
Remove-Item $scratch -Recurse -Force -ErrorAction Ignore
