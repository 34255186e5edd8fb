#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Secrets of an inventory that are named in its rows. The vault is a stand-in for Microsoft.PowerShell.SecretManagement: its name, its
# Get-Secret with the same parameters and types, found and loaded by itself as the real one is.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $modules = "$TestDrive/modules"
    $home7 = New-Item -ItemType Directory "$modules/Microsoft.PowerShell.SecretManagement"
    Set-Content "$home7/Microsoft.PowerShell.SecretManagement.psm1" @'
$script:Asked = [System.Collections.Generic.List[string]]::new()
function ConvertTo-Secure { param([string] $Text) [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
function Get-Secret {
    [CmdletBinding(DefaultParameterSetName = 'NameParameterSet')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ParameterSetName = 'NameParameterSet')] [string] $Name,
        [Parameter(Position = 1, ParameterSetName = 'NameParameterSet')] [string] $Vault,
        [switch] $AsPlainText
    )
    $Asked.Add("$Vault/$Name")
    switch ("$Vault/$Name") {
        { $_ -in '/racks', 'berlin/racks' } { return [pscredential]::new('admin', (ConvertTo-Secure 'simulated')) }
        'paris/racks' { return [pscredential]::new('operator', (ConvertTo-Secure 'operator')) }
        '/password' { return ConvertTo-Secure 'simulated' }
        { $_ -in '/kg', 'berlin/kg' } { return ConvertTo-Secure 'kilogram' }
        '/kg as text' { return 'kilogram' }
        '/kg as hex' { return ConvertTo-Secure '0x6b696c6f6772616d' }
        '/kg as bytes' { return , [System.Text.Encoding]::ASCII.GetBytes('kilogram') }
        '/table' { return @{ Password = 'simulated' } }
        default { Write-Error -Message "The secret $Name was not found." -ErrorId 'GetSecretNotFound' -Category ObjectNotFound }
    }
}
function Get-Asked { $Asked }
Export-ModuleMember Get-Secret, Get-Asked
'@
    New-ModuleManifest "$home7/Microsoft.PowerShell.SecretManagement.psd1" -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret, Get-Asked

    $modulePath = $env:PSModulePath
    $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $modulePath

    # What a script says, in a runspace of its own, where three virtual BMCs are there, with the key 'kilogram', and rows for them.
    function Invoke-WithVault {
        param([string] $Rows, [string] $Script)
        $shell = [powershell]::Create()
        try {
            $said = $shell.AddScript("
                `$ErrorActionPreference = 'Stop'
                Import-Module '$ModuleUnderTest'
                `$sims = @(Start-IpmiSimulator -Count 3 -BmcKey ([System.Net.NetworkCredential]::new('', 'kilogram').SecurePassword))
                function Row { param([hashtable] `$With, [int] `$Of = 0) `$With.ComputerName = `$sims[`$Of].ComputerName; `$With.Port = `$sims[`$Of].Port; [pscustomobject]`$With }
                `$rows = @($Rows)
                $Script
                `$sims | Stop-IpmiSimulator").Invoke()
            $said | ForEach-Object { "$_" }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll { $env:PSModulePath = $modulePath }

Describe 'The secrets of rows' {
    It 'are read once for the whole pipeline, credential and key' {
        $said = Invoke-WithVault '0..2 | ForEach-Object { Row @{ Credential = "racks"; BmcKey = "secret:kg" } -Of $_ }; Row @{ Credential = "racks"; BmcKey = "secret:kg" }' '
            @($rows | Get-IpmiPower).Count
            Get-Asked'
        $said | Should -Be '4', '/racks', '/kg'
    }

    It 'that cannot be read are asked for once, too, and are an error of each row' {
        $said = Invoke-WithVault '0..2 | ForEach-Object { Row @{ Credential = "none"; BmcKey = "kilogram" } -Of $_ }' '
            $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable e -WarningAction Ignore
            @($e | Where-Object FullyQualifiedErrorId -Like "IpmiInvalidParameter,*").Count
            $e[0].TargetObject -eq "127.0.0.1:$($sims[0].Port)"
            "$($e[0])"
            @(Get-Asked).Count
            ($sims | Measure-Object PacketCount -Sum).Sum'
        $said[0, 1] | Should -Be '3', 'True'
        $said[2] | Should -BeLike "*The secret 'none' cannot be read: The secret none was not found.*"
        $said[3, 4] | Should -Be '1', '0'
    }

    It 'come from the vault that the row names, or the command' {
        $said = Invoke-WithVault 'Row @{ Credential = "racks"; Vault = "berlin"; BmcKey = "secret:kg" }; Row @{ Credential = "racks"; Vault = "paris"; BmcKey = "kilogram" } -Of 1; Row @{ Credential = "racks"; Vault = ""; BmcKey = "kilogram" } -Of 2' '
            $rows | New-IpmiSession -WarningAction Ignore | Sort-Object { $sims.Port.IndexOf([int]($_.ComputerName -replace ".*:")) } | ForEach-Object UserName
            $rows[0] | Select-Object ComputerName, Port, Credential, BmcKey | Get-IpmiPower -Vault berlin | ForEach-Object State
            $rows[1] | Get-IpmiPower -Vault nowhere -ErrorAction SilentlyContinue -ErrorVariable e -WarningAction Ignore
            "$e"
            (Get-Asked) -join ","'
        $said[0..3] | Should -Be 'admin', 'operator', 'admin', 'On'
        $said[4] | Should -BeLike "*'racks' in the vault 'nowhere' cannot be read*"
        $said[5] | Should -Be 'berlin/racks,berlin/kg,paris/racks,/racks,berlin/racks,berlin/kg,nowhere/racks'
    }

    It 'may be a BMC key as <_>' -ForEach 'kg', 'kg as text', 'kg as hex', 'kg as bytes' {
        $said = Invoke-WithVault "Row @{ Credential = 'racks'; BmcKey = 'Secret:$_' }" '
            ($rows | Get-IpmiPower -WarningVariable w).State
            $w.Count
            (Get-IpmiPower 127.0.0.1 -Port $sims[0].Port -Credential $sims[0].Credential -BmcKey $rows[0].BmcKey).State'
        $said | Should -Be 'On', '0', 'On'
    }

    It 'may be a password for the user of the row' {
        Invoke-WithVault 'Row @{ Credential = "password"; UserName = "admin"; BmcKey = "secret:kg" }' '($rows | Get-IpmiPower).State' | Should -Be 'On'
    }

    It 'may be no tables; and a key needs a name' {
        $said = Invoke-WithVault 'Row @{ Credential = "table" }; Row @{ Credential = "racks"; BmcKey = "secret:table" }; Row @{ Credential = "racks"; BmcKey = "secret: " }' '
            $rows | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable e
            $e | ForEach-Object { "$_" }
            ($sims | Measure-Object PacketCount -Sum).Sum'
        $said[0] | Should -BeLike "*'table' is no credential*"
        $said[1] | Should -BeLike "*'table' is no BMC key*"
        $said[2] | Should -BeLike '*BmcKey is not*'
        $said[3] | Should -Be '0'
    }

    It 'are not read for what -WhatIf leaves out' {
        $said = Invoke-WithVault 'Row @{ Credential = "racks"; BmcKey = "secret:kg" }' '
            $rows | Invoke-IpmiPower -Action Off -WhatIf
            "asked $(@(Get-Asked).Count)"'
        $said | Should -Contain 'asked 0'
    }

    It 'are looked for in SecretManagement only where a row names one; text that is a key stays one' {
        $said = Invoke-WithVault 'Row @{ BmcKey = "kilogram" }' '
            ($rows | Get-IpmiPower -Credential $sims[0].Credential -WarningVariable w -WarningAction SilentlyContinue).State
            $w.Count
            [bool](Get-Module Microsoft.PowerShell.SecretManagement)'
        $said | Should -Be 'On', '1', 'False'
    }
}
