#Requires -Version 5.1
#Requires -Modules IpmiPS

<#
.SYNOPSIS
    Power-cycles the servers of a rack in waves, and stops if a wave does not come back.
.DESCRIPTION
    Before anything is changed, every server is tested: if one cannot be reached or has a critical fault, nothing is done. Then the servers are cycled in waves. After each
    wave, every server of it has to be on and free of new critical faults; otherwise the runbook stops, and the remaining waves are not begun. A server
    that is off is left off.

    It asks nothing (try it with -WhatIf), writes a log and a table of results, and ends with 0 if all waves were done, and 2 if it stopped or could not begin.
.PARAMETER Inventory
    A CSV file with the BMCs: ComputerName, and the other columns that IpmiPS knows. A column Wave (a number) puts servers into waves; without it, waves follow the
    order of the file.
.PARAMETER Credential
    The account for all BMCs whose row has none. It needs the privilege Operator.
.PARAMETER CredentialPath
    The same from a file of Export-Clixml, made by the user that runs the task.
.PARAMETER WaveSize
    Servers of a wave, if the file has no column Wave.
.PARAMETER Action
    Cycle, Reset, or Soft (the operating system shuts down, and the server is turned on again).
.PARAMETER SettleSeconds
    How long to wait after a wave before its servers are tested, for example until services have started.
.PARAMETER ResultPath
    The table of results (CSV): Wave, ComputerName, Result (Done, Skipped, Failed, NotStarted), Reason.
.PARAMETER LogPath
    The log; lines are added.
.EXAMPLE
    ./Restart-Rack.ps1 -Inventory rack1.csv -CredentialPath operator.xml -WaveSize 4 -SettleSeconds 120
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Inventory,
    [pscredential] $Credential,
    [string] $CredentialPath,
    [ValidateRange(1, 1000)] [int] $WaveSize = 4,
    [ValidateSet('Cycle', 'Reset', 'Soft')] [string] $Action = 'Cycle',
    [ValidateRange(0, 86400)] [int] $SettleSeconds = 60,
    [string] $ResultPath = 'restart-rack.csv',
    [string] $LogPath = 'restart-rack.log'
)

$ErrorActionPreference = 'Stop'

function Write-Log {
    param([string] $Text)
    $line = "$(Get-Date -Format 'yyyy-MM-dd HH:mm:ss') $Text"
    Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8 -WhatIf:$false
    $line
}

$results = @{}
function Set-Result {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A row of the table of results.')]
    param([string] $Name, [string] $Result, [string] $Reason = '')
    $results[$Name] = [pscustomobject]@{ Wave = $wave.Name; ComputerName = $Name; Result = $Result; Reason = $Reason }
    if ($Reason) { Write-Log "${Name}: $Result. $Reason" }
}

$servers = [System.Collections.Generic.List[object]]::new()
$code = 2
try {
    $with = @{}
    if ($CredentialPath) { $Credential = Import-Clixml -LiteralPath $CredentialPath }
    if ($Credential) { $with.Credential = $Credential }

    # One session for each server: the waves need no new log-in, and a BMC that refuses the log-in is known before the first one.
    foreach ($row in Import-Csv -LiteralPath $Inventory) {
        foreach ($session in $row | New-IpmiSession @with -PrivilegeLevel Operator) {
            $servers.Add([pscustomobject]@{ Wave = if ($row.Wave) { [int]$row.Wave } else { [Math]::Floor($servers.Count / $WaveSize) + 1 }; Session = $session })
        }
    }
    $waves = @($servers | Group-Object Wave | Sort-Object { [int]$_.Name })
    if (-not $waves) { throw 'The file names no server.' }

    foreach ($wave in $waves) { $wave.Group | ForEach-Object { Set-Result $_.Session.ComputerName 'NotStarted' } }
    $check = @{ Include = 'Chassis', 'Sensors', 'PowerSupplies'; AllowPowerOff = $true }
    $before = @($servers.Session | Test-IpmiHealth @check)
    $bad = @($before | Where-Object { $_.Health -ge 'Critical' -or $null -eq $_.PowerState })
    if ($bad) { throw "Nothing was begun, because of $(($bad | ForEach-Object { "$($_.ComputerName): $($_.ReasonText)" }) -join ' ')" }
    $isOff = @(($before | Where-Object PowerState -EQ Off).ComputerName)

    foreach ($wave in $waves) {
        $wave.Group | Where-Object { $_.Session.ComputerName -in $isOff } | ForEach-Object { Set-Result $_.Session.ComputerName 'Skipped' 'It is off.' }
        $members = @($wave.Group.Session | Where-Object { $_.ComputerName -notin $isOff })
        if (-not $members) { continue }
        if (-not $PSCmdlet.ShouldProcess($members.ComputerName -join ', ', $Action)) { continue }
        Write-Log "Wave $($wave.Name): $Action of $($members.ComputerName -join ', ')"
        $done = @($members | Invoke-IpmiPower -Action $Action -Wait -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed)
        if ($Action -eq 'Soft') { $done = @($members | Invoke-IpmiPower -Action On -Wait -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +failed) }
        if ($done -and $SettleSeconds) { Start-Sleep -Seconds $SettleSeconds }

        # Cycled is what says so itself; back is what is on again, without a fault that it did not have.
        $after = @($members | Test-IpmiHealth @check)
        foreach ($member in $members) {
            $name = $member.ComputerName
            $verdict = $after | Where-Object ComputerName -EQ $name
            $problem = @($failed | Where-Object TargetObject -EQ $name | ForEach-Object { "$_" })
            if ($verdict.PowerState -ne 'On') { $problem += 'It is not on.' }
            if ($verdict.Health -ge 'Critical') { $problem += $verdict.ReasonText }
            if ($problem) { Set-Result $name 'Failed' ($problem -join ' ') } else { Set-Result $name 'Done' }
        }
        if ($results.Values | Where-Object Result -EQ Failed) { throw "Stopped after wave $($wave.Name)." }
    }
    Write-Log $(if ($WhatIfPreference) { 'Nothing was changed (-WhatIf).' } else { 'All waves are done.' })
    $code = 0
}
catch {
    Write-Log "$_"
}
finally {
    if ($servers.Count) { $servers.Session | Remove-IpmiSession -WhatIf:$false }
    $results.Values | Sort-Object { [int]$_.Wave }, ComputerName | Export-Csv -LiteralPath $ResultPath -NoTypeInformation -Encoding UTF8 -WhatIf:$false
}

exit $code
