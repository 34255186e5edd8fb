#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Whether alerts arrive, end to end: a virtual BMC really sends them, and each fault that was prepared is named with its remedy.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    # A virtual BMC that alerts this computer, without repetitions.
    function Start-AlertingBmc {
        param([hashtable] $Simulator = @{}, [hashtable] $Alert = @{})
        $settings = @{ Receiver = '127.0.0.1'; On = 'AnyFault'; Community = 'secret'; Retries = 0 }
        foreach ($name in $Alert.Keys) { $settings[$name] = $Alert[$name] }
        $sim = Start-IpmiSimulator -AlertPort $port @Simulator
        $null = $sim | Set-IpmiAlert @settings
        $sim
    }

    # Tests it as its receiver does.
    function Invoke-AlertTest {
        param($Simulator, [hashtable] $With = @{})
        $parameters = @{ WaitSeconds = 20 }
        foreach ($name in $With.Keys) { $parameters[$name] = $With[$name] }
        $Simulator | Test-IpmiAlert -AlertPort $port -Community 'secret' -Confirm:$false @parameters
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Test-IpmiAlert' {
    BeforeEach { $port = Get-FreePort }

    It 'proves that an alert arrives, and leaves no trace' {
        $sim = Start-AlertingBmc
        $entries = ($sim | Get-IpmiSimulator).SelCount
        $test = Invoke-AlertTest $sim
        $test.Verdict, $test.BrokenLink, $test.Problem, $test.Remedy | Should -Be 'Works', $null, $null, $null
        $test.Receiver, $test.Channel, $test.Destination | Should -Be '127.0.0.1', 1, 1
        $test.ComputerName | Should -BeLike "$($sim.ComputerName)*"
        $test.Delay | Should -BeGreaterThan ([timespan]::Zero)
        $test.Alert.IsPet, $test.Alert.Sender | Should -Be $true, '127.0.0.1'
        ($test.Links | Where-Object State -EQ Proven).Link | Should -Be Destination, Network, Community
        $test.Links.Count | Should -Be 11
        ($sim | Get-IpmiSimulator).SelCount | Should -Be $entries
    }

    It 'sends an event through the filters where that is wanted, which stays in the log' {
        $sim = Start-AlertingBmc
        $entries = ($sim | Get-IpmiSimulator).SelCount
        $test = Invoke-AlertTest $sim @{ SendEvent = $true }
        $test.Verdict | Should -Be Works
        ($test.Links | Where-Object State -NE Proven).Link | Should -Be Acknowledgement
        $test.Notes | Should -BeLike 'An event was sent for event filter *It stays in the event log.'
        ($sim | Get-IpmiSimulator).SelCount | Should -BeGreaterThan $entries
        $test.Alert.Event | Should -BeIn ($sim | Get-IpmiSel -Newest 2).Event
    }

    It 'waits for the acknowledgement where the BMC does' {
        $test = Invoke-AlertTest (Start-AlertingBmc -Alert @{ Acknowledged = $true })
        $test.Verdict, $test.Acknowledged | Should -Be 'Works', $true
        ($test.Links | Where-Object Link -EQ Acknowledgement).State | Should -Be Proven
    }

    It 'tests many BMCs at one port' {
        $sims = Start-AlertingBmc -Simulator @{ Count = 5 }
        $tests = Invoke-AlertTest $sims
        $tests.Verdict | Should -Be (@('Works') * 5)
        $tests.Alert.SystemGuid | Select-Object -Unique | Should -HaveCount 5
    }

    It 'says what is broken: <Fault>' -ForEach @(
        @{ Fault = 'the destination is empty'; Break = { $_ | Set-IpmiAlertDestination -Number 1 -Receiver None }; Link = 'Destination'; Remedy = '*Set-IpmiAlert -Receiver*' }
        @{ Fault = 'the policy is off'; Break = { $_ | Set-IpmiAlertPolicy -Number 1 -Enabled $false }; Link = 'Policy'; Remedy = 'Set-IpmiAlertPolicy -Number 1 -Enabled $true.' }
        @{ Fault = 'the destination gets no traps'; Break = { $_ | Set-IpmiAlertDestination -Number 1 -Type Oem1 }; Link = 'Destination'; Remedy = 'Set-IpmiAlertDestination -Channel 1 -Number 1 -Type Pet.' }
        @{ Fault = 'the filters are off'; Break = { $sim = $_; $sim | Get-IpmiAlertFilter | Where-Object Enabled | ForEach-Object { $sim | Set-IpmiAlertFilter -Number $_.Number -Enabled $false } }; Link = 'Filter'; Remedy = '*Set-IpmiAlertFilter -Number 1 -Enabled $true.' }
        @{ Fault = 'PEF is off'; Break = { $_ | Set-IpmiAlert -Enabled $false }; Link = 'Switch'; Remedy = '*Set-IpmiAlert -Enabled $true*' }
        @{ Fault = 'the alert action is off'; Break = { $_ | Set-IpmiAlert -EnabledActions None }; Link = 'Action'; Remedy = '*Set-IpmiAlert -Enabled $true*' }
        @{ Fault = 'alerting is off on the channel'; Break = { $_ | Set-IpmiChannel -Channel 1 -Alerting $false -Confirm:$false }; Link = 'Channel'; Remedy = '*Set-IpmiChannel -Channel 1 -Alerting $true*' }
        @{ Fault = 'PEF is postponed until a restart'; Break = { $_ | Set-IpmiAlert -PostponeSeconds 254 }; Link = 'Timer'; Remedy = '*Set-IpmiAlert -PostponeSeconds 0*' }
        @{ Fault = 'the community is another one'; Break = { $_ | Set-IpmiAlert -Community 'other' }; Link = 'Community'; Remedy = '*Set-IpmiAlert -Community*' }
    ) {
        $sim = Start-AlertingBmc
        $null = $sim | ForEach-Object $Break
        $test = Invoke-AlertTest $sim
        $test.Verdict, $test.BrokenLink | Should -Be 'Broken', $Link
        $test.Problem | Should -Not -BeNullOrEmpty
        $test.Remedy | Should -BeLike $Remedy
        ($test.Links | Where-Object State -EQ Broken).Link | Should -Be $Link
        if ($Link -ne 'Destination') { $test.Alert | Should -Not -BeNullOrEmpty }
    }

    It 'says that the receiver cannot be reached' {
        $sim = Start-AlertingBmc
        $port = Get-FreePort
        $test = Invoke-AlertTest $sim @{ WaitSeconds = 1 }
        $test.Verdict, $test.BrokenLink | Should -Be 'Broken', 'Network'
        $test.Problem | Should -BeLike "*127.0.0.1, and nothing arrived at port $port*"
        $test.Remedy | Should -BeLike '*port 162*firewall*'
    }

    It 'says that the receiver is another computer' {
        $test = Invoke-AlertTest (Start-AlertingBmc -Alert @{ Receiver = '10.0.0.5' }) @{ WaitSeconds = 1 }
        $test.Verdict, $test.BrokenLink, $test.Receiver | Should -Be 'Broken', 'Network', '10.0.0.5'
        $test.Remedy | Should -BeLike '10.0.0.5 is no address of this computer*Set-IpmiAlert -Receiver*'
    }

    It 'says that the BMC gets no acknowledgement' {
        $test = Invoke-AlertTest (Start-AlertingBmc -Simulator @{ UnknownCommand = '04/17' } -Alert @{ Acknowledged = $true; AlertTimeout = 0 })
        $test.Verdict, $test.BrokenLink, $test.Acknowledged | Should -Be 'Broken', 'Acknowledgement', $false
        $test.Remedy | Should -BeLike '*UDP port*Set-IpmiAlertDestination -Channel 1 -Number 1 -Acknowledged $false.'
        $test.Alert | Should -Not -BeNullOrEmpty
    }

    It 'says that the BMC has no PEF' -ForEach @('supermicro-x14', 'openbmc') {
        $test = Invoke-AlertTest (Start-IpmiSimulator -Profile $_)
        $test.Verdict, $test.BrokenLink, $test.Sent | Should -Be 'Broken', 'Pef', $null
        $test.Problem | Should -BeLike '*Supermicro from X14 on, OpenBMC and NVIDIA*'
        $test.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'names everything of a BMC that was never configured' {
        $test = Invoke-AlertTest (Start-IpmiSimulator)
        $test.Verdict, $test.BrokenLink | Should -Be 'Broken', 'Switch'
        ($test.Links | Where-Object State -EQ Broken).Link | Should -Be Switch, Action, Filter, Policy, Destination
    }

    It 'does not know what a BMC does that sends no alert while there is a session' {
        $test = Invoke-AlertTest (Start-AlertingBmc -Simulator @{ Profile = 'deferred-alerts' }) @{ SendEvent = $true }
        $test.Verdict, $test.BrokenLink | Should -Be 'Unknown', $null
        $test.Problem | Should -BeLike 'The BMC sends no alert while a session is open*'
        $test.Notes | Should -Be 'No event was sent, because its alert would wait for the end of the session.'
    }

    It 'sends no event that would do more than alert' {
        $sim = Start-AlertingBmc
        $null = $sim | Set-IpmiAlertFilter -Number 40 -Actions 'Alert, PowerOff' -PolicyNumber 1 -GeneratorId Any -GeneratorChannel Any -SensorType Any -SensorNumber Any -EventType Any -Offsets Any -Enabled $true -Confirm:$false
        $test = Invoke-AlertTest $sim @{ SendEvent = $true }
        $test.Verdict | Should -Be Works
        $test.Notes | Should -BeLike 'No event was sent: *'
    }

    It 'takes the destination with an address, or says that there is none' {
        $sim = Start-AlertingBmc -Alert @{ Receiver = '10.0.0.5', '127.0.0.1' }
        (Invoke-AlertTest $sim).Destination | Should -Be 2
        $test = Invoke-AlertTest $sim @{ Receiver = '10.0.0.9' }
        $test.BrokenLink, $test.Remedy | Should -Be 'Destination', 'Set-IpmiAlert -Receiver 10.0.0.9.'
        $null = $sim | Set-IpmiAlertDestination -Number 3 -Receiver 127.0.0.7
        $test = Invoke-AlertTest $sim @{ Destination = 3; WaitSeconds = 1 }
        $test.BrokenLink, $test.Problem, $test.Remedy | Should -Be 'Policy', 'No alert policy entry has destination 3 of channel 1.', 'Set-IpmiAlert -Receiver 127.0.0.7 -Channel 1.'
        $null = $sim | Set-IpmiAlert -Receiver 127.0.0.7 -Channel 1
        $null = $sim | Set-IpmiAlertPolicy -Number 3 -Enabled $false
        $test = Invoke-AlertTest $sim @{ Destination = 3; WaitSeconds = 1 }
        $test.Problem, $test.Remedy | Should -Be 'The alert policy entries with destination 3 of channel 1 are off: 3.', 'Set-IpmiAlertPolicy -Number 3 -Enabled $true.'
    }

    It 'asks first, and refuses what is no address' {
        $sim = Start-AlertingBmc
        Get-WhatIf { $sim | Test-IpmiAlert -SendEvent @args } | Should -BeLike 'What if: *which stays in the event log*'
        foreach ($name in 'here', '10') { { $sim | Test-IpmiAlert -Receiver $name } | Should -Throw '*-Receiver*' -ErrorId 'IpmiInvalidParameter,*' }
        $socket = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]::Loopback, $port))
        try { { $sim | Test-IpmiAlert -AlertPort $port -AlertAddress 127.0.0.1 } | Should -Throw -ErrorId 'IpmiBusy,*' }
        finally { $socket.Dispose() }
    }
}
