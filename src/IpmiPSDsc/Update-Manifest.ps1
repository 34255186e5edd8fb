#Requires -Version 5.1
<#
.SYNOPSIS
    Writes the adapted resource manifests of IpmiPSDsc from its classes. ./build.ps1 Docs runs it; a test compares.
.DESCRIPTION
    With the manifests, dsc knows the resources and their schema without the list of the PowerShell adapter, which is slow, and of which dsc 3.3 leaves out
    classes that have WhatIf: it does not know that capability, so the manifests do not name it.
.PARAMETER Destination
    The folder for the manifests.
#>
[CmdletBinding()]
param([string] $Destination = $PSScriptRoot)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

$tokens = $null
$problems = $null
$module = [System.Management.Automation.Language.Parser]::ParseFile((Join-Path $PSScriptRoot 'IpmiPSDsc.psm1'), [ref] $tokens, [ref] $problems)
if ($problems) { throw "IpmiPSDsc.psm1 cannot be parsed: $($problems[0].Message)" }
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'IpmiPSDsc.psd1')).ModuleVersion
$author = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'IpmiPSDsc.psd1')).Author

$types = @{}
foreach ($type in $module.FindAll({ $args[0] -is [System.Management.Automation.Language.TypeDefinitionAst] }, $false)) { $types[$type.Name] = $type }
$comments = @{}
foreach ($token in $tokens | Where-Object Kind -EQ 'Comment') { $comments[$token.Extent.EndLineNumber] = $token.Text.TrimStart('#').Trim() }

# The comment above a class or property.
function Get-Description {
    param($Ast)
    $lines = for ($line = $Ast.Extent.StartLineNumber - 1; $comments.ContainsKey($line); $line--) { $comments[$line] }
    if (-not $lines) { throw "There is no comment above line $($Ast.Extent.StartLineNumber)." }
    [array]::Reverse(@($lines))
    @($lines) -join ' '
}

# Key or NotConfigurable, of the attribute DscProperty.
function Test-Argument {
    param($Property, [string] $Name)
    @($Property.Attributes | Where-Object { $_.TypeName.Name -eq 'DscProperty' } | ForEach-Object { $_.NamedArguments } | ForEach-Object ArgumentName) -contains $Name
}

# Base classes first, as the adapter has them.
function Get-DscProperty {
    param($Type)
    foreach ($base in $Type.BaseTypes) { if ($types.ContainsKey($base.TypeName.Name)) { Get-DscProperty $types[$base.TypeName.Name] } }
    $Type.Members | Where-Object { $_ -is [System.Management.Automation.Language.PropertyMemberAst] -and @($_.Attributes | ForEach-Object { $_.TypeName.Name }) -contains 'DscProperty' }
}

# A value that is not given is null, in what dsc sends and in what it gets.
function Get-PropertySchema {
    param($Property)
    $name = $Property.PropertyType.TypeName.FullName
    $schema = [ordered]@{ title = $Property.Name; description = Get-Description $Property }
    if ($types.ContainsKey($name)) {
        $schema.type = 'string'
        $schema.enum = @($types[$name].Members.Name)
        $schema.default = $schema.enum[0]
    }
    else {
        switch ($name) {
            'string' { $schema.type = 'string', 'null' }
            'int' { $schema.type = 'integer' }
            'Nullable[int]' { $schema.type = 'integer', 'null' }
            'Nullable[double]' { $schema.type = 'number', 'null' }
            'Nullable[bool]' { $schema.type = 'boolean', 'null' }
            'string[]' { $schema.type = 'array', 'null'; $schema.items = @{ type = 'string' } }
            'hashtable' { $schema.type = 'object', 'null'; $schema.additionalProperties = @{ type = 'string' } }
            'PSCredential' {
                $schema.type = 'object', 'null'
                $schema.writeOnly = $true
                $schema.properties = [ordered]@{ username = @{ type = 'string' }; password = @{ type = 'string' } }
            }
            'IpmiReason[]' {
                $parts = [ordered]@{}
                foreach ($part in Get-DscProperty $types.IpmiReason) { $parts[$part.Name] = Get-PropertySchema $part }
                $schema.type = 'array', 'null'
                $schema.items = [ordered]@{ type = 'object'; properties = $parts }
            }
            default { throw "There is no schema for the type $name of $($Property.Name)." }
        }
    }
    if ($Property.InitialValue) {
        $value = $Property.InitialValue
        $schema.default = if ($value -is [System.Management.Automation.Language.ConstantExpressionAst]) { $value.Value } else { $value.Member.Value }
    }
    if (Test-Argument $Property NotConfigurable) { $schema.readOnly = $true }
    $schema
}

foreach ($type in $types.Values | Where-Object { @($_.Attributes | ForEach-Object { $_.TypeName.Name }) -contains 'DscResource' }) {
    $properties = [ordered]@{}
    $required = @()
    foreach ($property in Get-DscProperty $type) {
        $properties[$property.Name] = Get-PropertySchema $property
        if (-not $property.InitialValue -and (Test-Argument $property Key)) {
            $required += $property.Name
            $properties[$property.Name].type = 'string'
        }
    }
    # What the adapter adds to a test.
    $properties._inDesiredState = [ordered]@{ title = '_inDesiredState'; description = 'Whether the resource is in the desired state.'; type = 'boolean', 'null'; readOnly = $true }
    $manifest = [ordered]@{
        '$schema'      = 'https://aka.ms/dsc/schemas/v3/bundled/adaptedresource/manifest.json'
        type           = "IpmiPSDsc/$($type.Name)"
        kind           = 'resource'
        version        = $version
        capabilities   = @('get', 'set', 'test', 'export')
        description    = Get-Description $type
        author         = $author
        requireAdapter = 'Microsoft.Adapter/PowerShell'
        path           = 'IpmiPSDsc.psd1'
        schema         = [ordered]@{
            embedded = [ordered]@{
                '$schema'            = 'http://json-schema.org/draft-07/schema#'
                title                = $type.Name
                type                 = 'object'
                required             = $required
                additionalProperties = $false
                properties           = $properties
            }
        }
    }
    # In lower case: on Linux, dsc finds no other name in a module.
    $text = ($manifest | ConvertTo-Json -Depth 12) -replace "`r`n", "`n"
    [System.IO.File]::WriteAllText((Join-Path $Destination "$($type.Name).dsc.adaptedresource.json"), "$text`n")
}
