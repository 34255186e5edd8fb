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
