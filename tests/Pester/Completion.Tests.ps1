#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Tab completion for everything that has a list.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
    $session = $sim | New-IpmiSession -Name 'rack 7'
    $null = $session | Get-IpmiSensor

    function Complete {
        param([string] $Line)
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'Completion' {
    It 'completes <Line> with <Expected>' -ForEach @(
        @{ Line = 'Get-IpmiPower -CipherSuite '; Expected = '17' }
        @{ Line = 'Get-IpmiPower -PrivilegeLevel '; Expected = 'Operator' }
        @{ Line = 'Get-IpmiPower -Protocol '; Expected = 'Ipmi20' }
        @{ Line = 'Get-IpmiPower -Session '; Expected = "'rack 7'" }
        @{ Line = 'Remove-IpmiSession -Name '; Expected = "'rack 7'" }
        @{ Line = 'Get-IpmiSensor -Name inl'; Expected = "'Inlet Temp'" }
        @{ Line = 'Get-IpmiSensor -Type temp'; Expected = 'Temperature' }
        @{ Line = 'Get-IpmiSel -SensorType "power s'; Expected = "'Power Supply'" }
        @{ Line = 'Get-IpmiSel -Severity '; Expected = 'Critical' }
        @{ Line = 'Get-IpmiFru -Id '; Expected = '0' }
        @{ Line = 'Invoke-IpmiPower -Action '; Expected = 'Cycle' }
        @{ Line = 'Set-IpmiBootDevice -Device '; Expected = 'Pxe' }
        @{ Line = 'Invoke-IpmiCommand -NetFn '; Expected = 'Chassis' }
        @{ Line = 'Set-IpmiConfiguration -Section use'; Expected = 'Users' }
        @{ Line = 'Start-IpmiSimulator -Profile '; Expected = 'rack-1u' }
        @{ Line = 'Start-IpmiSimulator -CipherSuite '; Expected = '3' }
        @{ Line = 'Start-IpmiSimulator -AuthenticationType '; Expected = 'md5' }
    ) {
        (Complete $Line).CompletionText | Should -Contain $Expected
    }

    It 'completes the names of virtual BMCs and of open sessions' {
        (Complete 'Get-IpmiPower ').CompletionText | Should -Contain ($sim | Get-Name)
        (Complete 'Get-IpmiSession ').CompletionText | Should -Contain ($sim | Get-Name)
    }

    It 'does not offer a session that is closed' {
        $closed = $sim | New-IpmiSession -Name closed
        (Complete 'Get-IpmiPower -Session c').CompletionText | Should -Be 'closed'
        $closed | Remove-IpmiSession
        foreach ($line in 'Get-IpmiPower -Session c', 'Remove-IpmiSession -Session c', 'Remove-IpmiSession -Name c', 'Get-IpmiSession -Name c') { (Complete $line).CompletionText | Should -Not -Contain 'closed' }
    }

    It 'offers a session that cannot log in again to be closed, and not to be used' {
        $changed = Start-IpmiSimulator -IdleTimeoutSeconds 4
        $lost = $changed | New-IpmiSession -Name lost -RetryCount 1
        $null = Update-IpmiPassword -ComputerName ($changed | Get-Name) -Credential $changed.Credential -Confirm:$false
        $lost.GetType().GetMethod('ChangePassword', [System.Reflection.BindingFlags]'Instance, NonPublic').Invoke($lost, @($changed.Credential.Password))
        Wait-Until { $changed.OpenSessions -eq 0 }
        $lost | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiBadCredential'
        (Complete 'Get-IpmiPower -Session l').CompletionText | Should -Not -Contain 'lost'
        (Complete 'Remove-IpmiSession -Session l').CompletionText | Should -Contain 'lost'
        $lost | Remove-IpmiSession
        $changed | Stop-IpmiSimulator
    }

    It 'describes cipher suites, the best first' {
        $suites = Complete 'Get-IpmiPower -CipherSuite '
        $suites.CompletionText | Select-Object -First 2 | Should -Be '17', '3'
        $suites.Count | Should -Be 20
        $suites[0].ToolTip | Should -Match 'SHA256'
        ($suites | Where-Object CompletionText -EQ '0').ToolTip | Should -Match 'AllowInsecure'
    }

    It 'does not show the parameters that are for rows only' {
        $offered = (Complete 'Get-IpmiPower -').CompletionText
        $offered | Should -Contain '-ComputerName'
        $offered | Should -Not -Contain '-Password'
        $offered | Should -Not -Contain '-UserName'
    }
}
