#Requires -Modules Microsoft.PowerShell.PlatyPS
<#
.SYNOPSIS
    Makes the help that Get-Help reads (MAML) from the pages, with PlatyPS.
.DESCRIPTION
    tools/IpmiPS.Help makes the same where there is no PlatyPS; Help.Tests.ps1 compares the two.
.PARAMETER Path
    The file to write.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path)

$ErrorActionPreference = 'Stop'

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

# What PlatyPS leaves undone: plain paragraphs, positions as the cmdlet counts them, an example's code apart from its explanation,
# links without addresses.
function Edit-Maml {
    param([xml] $Document, $Help)

    foreach ($paragraph in @($Document.GetElementsByTagName('para', $maml))) {
        if ($null -eq $paragraph.ParentNode -or $paragraph.ParentNode.LocalName -eq 'introduction') { continue }
        Write-Paragraph -Parent $paragraph.ParentNode -Text (@($paragraph.ParentNode.ChildNodes).InnerText -join "`n`n")
    }
    foreach ($command in $Document.GetElementsByTagName('command:command')) {
        $page = $Help | Where-Object Title -EQ $command.details['command:name'].InnerText
        foreach ($parameter in @($command.syntax.syntaxItem.parameter | Where-Object position -Match '\d')) {
            $parameter.position = ($page.Parameters | Where-Object Name -EQ $parameter['maml:name'].InnerText).ParameterSets[0].Position
        }
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

$help = Get-ChildItem "$PSScriptRoot/en-US" -Filter *-*.md | Sort-Object Name | ForEach-Object { Import-MarkdownCommandHelp $_.FullName }
$scratch = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
$file = $help | Export-MamlCommandHelp -OutputFolder $scratch
(Edit-Maml -Document ([xml][System.IO.File]::ReadAllText($file.FullName)) -Help $help).Save($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path))
Remove-Item $scratch -Recurse
