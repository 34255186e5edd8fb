#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Gives every BMC of a rack a new password of its own, and finishes a run that was broken off.
.DESCRIPTION
    Update-IpmiPassword proves each password with a log-in. Before a password is sent, it is in the vault, or, without a vault, in a journal, sealed with the present
    password. So whatever ends the run, no password is lost: start the runbook again with -Resume and the same rows.

    It asks nothing (try it with -WhatIf), writes a log and a table of results without passwords, and ends with 0 if every BMC has its new password, 1 if some
    still have the present one, and 2 if it is not known for some, or the run was not done: run it again with -Resume.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName, and the other columns that IpmiPS knows.
.PARAMETER Credential
    The account whose password is changed, for all BMCs whose row has none. It needs the privilege Administrator.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER DestinationVault
    A vault of Microsoft.PowerShell.SecretManagement for the new passwords. Its secrets have the names of the BMCs; put them into the column Credential of the file.
.PARAMETER Journal
    The journal, without a vault. Get-IpmiPasswordJournal shows the new passwords to whoever has the previous ones.
.PARAMETER Resume
    Finishes the run that wrote the journal.
.PARAMETER ResultPath
    The table of results (CSV): ComputerName, Account, State, Verified, Reason.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Update-RackPassword.ps1 -Inventory rack1.csv -CredentialPath admin.xml -DestinationVault bmcs
.EXAMPLE
    ./Update-RackPassword.ps1 -Inventory rack1.csv -CredentialPath admin.xml -Journal rack1.journal -Resume
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Journal')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Update-IpmiPassword asks.')]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [Parameter(Mandatory, ParameterSetName = 'Vault')] [string] $DestinationVault,
    [Parameter(ParameterSetName = 'Journal')] [string] $Journal = 'passwords.journal',
    [Parameter(ParameterSetName = 'Journal')] [switch] $Resume,
    [string] $ResultPath = 'passwords.csv',
    [string] $LogPath = 'passwords.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8 -WhatIf:$false
    $line
}

try {
    $with = @{ Confirm = $false }
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    if ($Credential) { $with.Credential = $Credential }
    if ($DestinationVault) { $with.DestinationVault = $DestinationVault }
    else {
        $with.Journal = $Journal
        if ($Resume) { $with.Resume = $true }
        elseif (Test-Path -LiteralPath $Journal) { throw "There is a journal, $Journal. Finish its run with -Resume, or name another file." }
    }

    # Each result is in the table at once, without its credential.
    $results = @(Import-Csv -LiteralPath $Inventory | Update-IpmiPassword @with -ErrorAction SilentlyContinue -ErrorVariable failed |
            Select-Object ComputerName, Account, State, Verified, @{ Name = 'Reason'; Expression = { '' } })
    if ($WhatIfPreference) { Write-Log 'Nothing was changed (-WhatIf).'; exit 0 }
    foreach ($one in $failed) {
        $row = $results | Where-Object ComputerName -EQ $one.TargetObject | Select-Object -First 1
        if ($row) { $row.Reason = "$one" }
        else { $results += [pscustomobject]@{ ComputerName = $one.TargetObject; Account = ''; State = 'NotChanged'; Verified = $false; Reason = "$one" } }
    }
    $results | Export-Csv -LiteralPath $ResultPath -NoTypeInformation -Encoding UTF8
    $results | Where-Object { "$($_.State)" -ne 'Changed' -or $_.Reason } | ForEach-Object { Write-Log "$($_.ComputerName): $($_.State). $($_.Reason)" }
    $changed = @($results | Where-Object { "$($_.State)" -eq 'Changed' })
    Write-Log "$($changed.Count) of $($results.Count) BMCs have their new password."
    $code = if ($results | Where-Object { "$($_.State)" -eq 'Unknown' }) { 2 } elseif ($changed.Count -lt $results.Count) { 1 } else { 0 }
}
catch {
    Write-Log "Not done: $_"
    $code = 2
}

exit $code
