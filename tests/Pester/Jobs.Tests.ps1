#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Jobs and threads, and the scripts of docs/fleet.md about them, as they stand there.

BeforeDiscovery { $noThreads = -not (Get-Command Start-ThreadJob -ErrorAction Ignore) -or -not (Get-Command ForEach-Object).Parameters.ContainsKey('Parallel') }

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    # As where the scripts are typed: an error of one BMC does not end them.
    $ErrorActionPreference = 'Continue'
    # Threads and processes find the module by its name, and a vault.
    $modulePath = $env:PSModulePath
    $vault = New-Item -ItemType Directory "$TestDrive/modules/Microsoft.PowerShell.SecretManagement"
    Set-Content "$vault/Microsoft.PowerShell.SecretManagement.psm1" 'function Get-Secret { param([string] $Name) if ($Name -eq "fleet") { [pscredential]::new("root", [System.Net.NetworkCredential]::new("", "Over-the-w1re").SecurePassword) } else { throw "no such secret" } }'
    New-ModuleManifest "$vault/Microsoft.PowerShell.SecretManagement.psd1" -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret
    $env:PSModulePath = "$TestDrive/modules", (Split-Path $ModuleUnderTest), $modulePath -join [System.IO.Path]::PathSeparator

    $rack = @(Start-IpmiSimulator -Count 6 -UnhealthyEvery 3 -Credential (Get-TestCredential 'root' 'Over-the-w1re'))
    $names = $rack | Get-Name | Sort-Object
    $credential = $rack[0].Credential
    $dead = Get-DeadName

    Push-Location $TestDrive
    $rack | ForEach-Object { [pscustomobject]@{ ComputerName = $_.ComputerName; Port = $_.Port; Credential = 'fleet'; Site = 'here' } } | Export-Csv bmcs.csv -NoTypeInformation
    [pscustomobject]@{ ComputerName = $dead -replace ':.*'; Port = $dead -replace '.*:'; Credential = 'fleet'; Site = 'here' } | Export-Csv bmcs.csv -NoTypeInformation -Append
    function Measure-Session { ($rack | Measure-Object OpenSessions -Sum).Sum }
}

AfterAll {
    Pop-Location
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
    $env:PSModulePath = $modulePath
    Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
}

Describe 'Scripts of docs/fleet.md in threads' -Skip:$noThreads {
    BeforeAll { $sick = @($rack | Get-IpmiSensor -Unhealthy) }

    It 'work beside the prompt' {
        . (Get-FleetScript 'A background job')
        $job.Name | Should -Be 'unhealthy'
        . (Get-FleetScript 'A background job' 2)
        $unhealthy.Count | Should -Be $sick.Count
        $unhealthy[0] | Should -BeOfType ([IpmiPS.Sensor])
        $failed.TargetObject | Should -Be $dead
        $failed | Get-Id | Should -Be 'IpmiUnreachable'
        Get-Job -Name unhealthy -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'have a limit' {
        . (Get-FleetScript 'A background job')
        . (Get-FleetScript 'A background job' 3)
        $unhealthy.Count | Should -Be $sick.Count
        Get-Job -Name unhealthy -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'share sessions' {
        Set-Patience $names
        $before = ($rack | Measure-Object SessionsOpened -Sum).Sum
        . (Get-FleetScript 'Sessions in threads')
        @($found | Where-Object { $_ -is [IpmiPS.Sensor] }).Count | Should -Be $sick.Count
        @($found | Where-Object { $_ -is [IpmiPS.SelEntry] }).Count | Should -BeGreaterThan 0
        ($rack | Measure-Object SessionsOpened -Sum).Sum - $before | Should -Be 6
        $failed.TargetObject | Should -Be $dead
        Wait-Until { (Measure-Session) -eq 0 }
    }

    It 'do several steps for each BMC' {
        . (Get-FleetScript 'Several steps for each BMC') 2>$null
        $report.ComputerName | Sort-Object | Should -Be $names
        $report.Power | Sort-Object -Unique | Should -Be 'On'
        ($report | Measure-Object Unhealthy -Sum).Sum | Should -Be $sick.Count
        Get-IpmiSession | Should -BeNullOrEmpty
        Wait-Until { (Measure-Session) -eq 0 }
    }
}

Describe 'Threads' -Skip:$noThreads {
    It 'log out within a second when they are stopped: <What>' -ForEach @(
        @{ What = 'Start-ThreadJob'; Start = { param($Bmc) $Bmc | Start-ThreadJob { $input | Get-IpmiSensor } } }
        @{ What = 'ForEach-Object -Parallel -AsJob'; Start = { param($Bmc) $Bmc | ForEach-Object -AsJob -Parallel { $_ | Get-IpmiSensor } } }
    ) {
        $slow = @(Start-IpmiSimulator -Count 3 -ServiceTime 300)
        $job = & $Start $slow
        Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -eq 3 }
        $job | Stop-Job
        $job.State | Should -Be 'Stopped'
        Wait-Until { ($slow | Measure-Object OpenSessions -Sum).Sum -eq 0 }
        ($slow | Measure-Object SessionsExpired -Sum).Sum | Should -Be 0
        $job | Remove-Job
        $slow | Stop-IpmiSimulator
    }

    It 'find sessions by name, and leave those that they open' {
        $mine = $rack[0] | New-IpmiSession -Name mine
        $there = $rack[1] | Start-ThreadJob { (Get-IpmiPower -Session mine).ComputerName; $input | New-IpmiSession -Name there } | Receive-Job -Wait -AutoRemoveJob
        $there[0] | Should -Be ($rack[0] | Get-Name)
        (Get-IpmiSession -Name there).Id | Should -Be $there[1].Id
        (Get-IpmiPower -Session there).ComputerName | Should -Be ($rack[1] | Get-Name)
        $mine, $there[1] | Remove-IpmiSession
    }

    It 'close no sessions when one of them removes the module' {
        $session = $rack[0] | New-IpmiSession
        Start-ThreadJob { Import-Module IpmiPS; Remove-Module IpmiPS } | Receive-Job -Wait -AutoRemoveJob
        $session.State | Should -Be 'Opened'
        ($session | Get-IpmiPower).State | Should -Be 'On'
        $rack[0].Running | Should -BeTrue
        $session | Remove-IpmiSession
    }

    It 'and the last one that removes it closes them, also where threads have come and gone' {
        $said = Invoke-Apart '
            $s = Start-IpmiSimulator
            $null = $s | New-IpmiSession
            $null = Start-ThreadJob { Import-Module IpmiPS; Get-IpmiSession } | Receive-Job -Wait -AutoRemoveJob
            Remove-Module IpmiPS
            $s.SessionsClosed'
        $said | Should -Be '1'
    }

    It 'send nothing where they would have to ask' {
        $packets = Get-ResponseCount $rack[0]
        $rack[0] | Start-ThreadJob { $input | Clear-IpmiSel } | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable failed
        Start-ThreadJob { Get-IpmiPower $using:names } | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable +failed
        @($failed).Count | Should -Be 7
        $rack[0].ResponseCount | Should -Be $packets
    }
}

Describe 'Another process' {
    It 'gives copies, by the script of docs/fleet.md' {
        . ([scriptblock]::Create(((Get-FleetScript 'In another process') -replace 'Get-Credential admin', '$credential')))
        $devices.ComputerName | Sort-Object | Should -Be $names
        $devices[0].PSTypeNames[0] | Should -Be 'Deserialized.IpmiPS.DeviceInfo'
        $failed.TargetObject | Should -Be $dead
    }

    It 'has no sessions of this one' {
        $session = $rack[0] | New-IpmiSession
        Start-Job { @(Get-IpmiSession).Count } | Receive-Job -Wait -AutoRemoveJob | Should -Be 0
        $session | Remove-IpmiSession
    }
}
