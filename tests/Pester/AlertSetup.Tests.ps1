#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Which alerts BMCs send to whom: Set-IpmiAlert, and the tables below it.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    # How often a command was sent.
    function Get-CommandCount {
        param($Simulator, [string] $Command)
        [long] ($Simulator | Get-IpmiSimulator).CommandCounts[$Command]
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiAlert' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'sets receiver and events, and says which entries it took; the second time, nothing is sent' {
        $result = $sim | Set-IpmiAlert -Receiver 127.0.0.5 -On CriticalTemperature, SelFull
        $result.Changed, $result.Verified, $result.Missing.Count | Should -Be $true, $true, 0
        $result.Changes | Should -Contain 'channel 1 destination 1: Receiver None -> 127.0.0.5'
        $result.Changes | Should -Contain 'policy entry 1: (unused) -> policy 1 to channel 1 destination 1, Always, on'
        $result.Changes | Should -Contain 'filter 1: (unused) -> CriticalTemperature, Critical, Alert, policy 1, on'
        $result.Changes | Should -Contain 'Enabled False -> True'
        $sent = Get-CommandCount $sim '04h/12h'
        $again = $sim | Set-IpmiAlert -Receiver 127.0.0.5 -On CriticalTemperature, SelFull
        $again.Changed, $again.Changes.Count | Should -Be $false, 0
        Get-CommandCount $sim '04h/12h' | Should -Be $sent
        $setup = $sim | Get-IpmiAlert
        $setup.On, $setup.Receiver, $setup.Enabled, $setup.Missing.Count | Should -Be 'CriticalTemperature, SelFull', '127.0.0.5', $true, 0
        "$($setup.Routes)" | Should -Be 'CriticalTemperature, SelFull -> 127.0.0.5'
    }

    It 'takes what Get-IpmiAlert returns' {
        $null = $sim | Set-IpmiAlert -Receiver 127.0.0.5, 127.0.0.6 -On AnyFault -StartupDelay 30
        ($sim | Get-IpmiAlert | Set-IpmiAlert -Credential $sim.Credential).Changed | Should -BeFalse
        $sim | Get-IpmiAlert | Export-Csv "$TestDrive/alerts.csv" -NoTypeInformation
        (Import-Csv "$TestDrive/alerts.csv" | Set-IpmiAlert -Credential $sim.Credential).Changed | Should -BeFalse
        $other = Start-IpmiSimulator
        $setup = $sim | Get-IpmiAlert | Select-Object * -ExcludeProperty ComputerName
        $null = $setup | Add-Member -NotePropertyMembers @{ ComputerName = $other.ComputerName; Port = $other.Port } -PassThru -Force | Set-IpmiAlert -Credential $other.Credential
        $copy = $other | Get-IpmiAlert
        $copy.On, $copy.StartupDelay | Should -Be 'AnyFault', 30
        $copy.Receiver | Should -Be '127.0.0.5 127.0.0.6'
    }

    It 'takes rows of a file' {
        "ComputerName,Port,Receiver,On,Acknowledged`n$($sim.ComputerName),$($sim.Port),127.0.0.5 127.0.0.6,`"Fan, PowerSupply`",true" | Set-Content "$TestDrive/alerts.csv"
        $result = Import-Csv "$TestDrive/alerts.csv" | Set-IpmiAlert -Credential $sim.Credential
        $result.Changed | Should -BeTrue
        $routes = ($sim | Get-IpmiAlert).Routes
        $routes.Receiver | Should -Be '127.0.0.5', '127.0.0.6'
        $routes.Acknowledged | Should -Be $true, $true
        $routes[0].Events | Should -Be 'Fan, PowerSupply'
    }

    It 'removes a receiver, and switches events off' {
        $null = $sim | Set-IpmiAlert -Receiver 127.0.0.5, 127.0.0.6 -On ChassisIntrusion
        ($sim | Set-IpmiAlert -RemoveReceiver 127.0.0.5).Changes | Should -Be 'policy entry 1 (policy 1 to channel 1 destination 1): on -> off', 'channel 1 destination 1: Receiver 127.0.0.5 -> None'
        ($sim | Get-IpmiAlert).Receiver | Should -Be '127.0.0.6'
        ($sim | Get-IpmiAlertDestination -Number 1).Receiver | Should -Be 'None'
        $result = $sim | Set-IpmiAlert -On None -RemoveReceiver 127.0.0.9
        $result.Notes | Should -Be '127.0.0.9 is not a receiver.'
        $result.Changes | Should -Be 'filter 1 (ChassisIntrusion, policy 1): on -> off'
        $result.Missing | Should -BeLike '*All event filters that alert are off (1)*'
        ($sim | Get-IpmiAlert).On | Should -Be 'None'
    }

    It 'shows old and new with -WhatIf, but no community, and sends nothing' {
        $text = Get-WhatIf { $sim | Set-IpmiAlert -Receiver 127.0.0.5 -On SelFull -Community (ConvertTo-SecureString 'tr4psecret' -AsPlainText -Force) @args }
        $text | Should -BeLike 'What if: *"Set the alerts: SNMP community of channel 1 (not shown) -> (not shown); channel 1 destination 1: Receiver None -> 127.0.0.5; *'
        $text | Should -Not -Match 'tr4psecret'
        Get-CommandCount $sim '04h/12h' | Should -Be 0
        Get-CommandCount $sim '0Ch/01h' | Should -Be 0
    }

    It 'shows only whether the community is the default one' {
        ($sim | Get-IpmiAlert).Channels.Community | Should -Be 'Default'
        $null = $sim | Set-IpmiAlert -Community (ConvertTo-SecureString 'tr4psecret' -AsPlainText -Force)
        $setup = $sim | Get-IpmiAlert
        $setup.Channels.Community | Should -Be 'Set'
        $setup | Format-List * | Out-String | Should -Not -Match 'tr4psecret'
        ($sim | Get-IpmiNetwork -IncludeCommunity).Community | Should -Be 'tr4psecret'
    }

    It 'sets what belongs to alerts besides' {
        $result = $sim | Set-IpmiAlert -SystemGuid 00112233-4455-6677-8899-aabbccddeeff -PostponeSeconds 100 -LastSoftwareEvent 7 -TextNumber 2 -Text 'Call the operator on duty' -TextFilter 3 -AlertStartupDelay 9
        $result.Changed | Should -BeTrue
        $setup = $sim | Get-IpmiAlert
        $setup.SystemGuid, $setup.LastSoftwareEvent, $setup.AlertStartupDelay | Should -Be '00112233445566778899AABBCCDDEEFF', 7, 9
        $setup.PostponeSeconds | Should -BeGreaterThan 0
        "$($setup.Texts)", $setup.Texts[0].Filter | Should -Be '2: Call the operator on duty', 3
        ($sim | Set-IpmiAlert -PostponeSeconds 0 -SystemGuid None).Changed | Should -BeTrue
        $null = $sim | Set-IpmiAlert -PostponeSeconds 254
        ($sim | Get-IpmiAlert).Missing | Should -Contain 'Platform event filtering is disabled until the system is powered down or reset (postpone timer): Set-IpmiAlert -PostponeSeconds 0.'
        $null = $sim | Set-IpmiAlert -PostponeSeconds 0
    }

    It 'asks about actions that switch the system off' {
        Get-WhatIf { $sim | Set-IpmiAlert -EnabledActions Alert, PowerOff @args } | Should -BeLike '*Events will be able to switch off, reset or interrupt the system*'
        ($sim | Set-IpmiAlert -EnabledActions Alert, PowerOff -Force).Changed | Should -BeTrue
        $null = $sim | Set-IpmiAlertFilter -Number 7 -Actions PowerOff -SensorType Any -SensorNumber Any -EventType Any -Offsets Any -GeneratorId Any -GeneratorChannel Any
        Get-WhatIf { $sim | Set-IpmiAlertFilter -Number 7 -Enabled $true @args } | Should -BeLike '*Events will be able to switch off*'
        $null = $sim | Set-IpmiAlertFilter -Number 7 -Enabled $true -Confirm:$false
        # Also where platform event filtering comes on for the sake of alerts.
        Get-WhatIf { $sim | Set-IpmiAlert -Receiver 127.0.0.5 @args } | Should -BeLike '*Events will be able to switch off, reset or interrupt the system (event filters 7)*'
        $null = $sim | Set-IpmiAlert -Receiver 127.0.0.5 -Force
        Get-WhatIf { $sim | Set-IpmiAlert -Receiver 127.0.0.6 @args } | Should -Not -BeLike '*Events will be able*'
        { $sim | Set-IpmiAlert -EnabledActions Oem -Force -ErrorAction Stop } | Should -Throw '*does not support Oem*' -ErrorId 'IpmiCommandNotSupported*'
    }

    It 'refuses what makes no sense' {
        { $sim | Set-IpmiAlert -ErrorAction Stop } | Should -Throw '*nothing to set*'
        { $sim | Set-IpmiAlert -Receiver monitor.example.com -ErrorAction Stop } | Should -Throw '*a BMC does not look it up*'
        { $sim | Set-IpmiAlert -Receiver 127.0.0.5 -RemoveReceiver 127.0.0.5 -ErrorAction Stop } | Should -Throw '*added and removed*'
        { $sim | Set-IpmiAlert -Receiver 0.0.0.0 -ErrorAction Stop } | Should -Throw '*not the address of a receiver*'
        { $sim | Set-IpmiAlert -On 'AnyFault SelFull' -ErrorAction Stop } | Should -Throw '*several with commas between them: None, CriticalTemperature*'
        { $sim | Set-IpmiAlert -TextNumber 2 -ErrorAction Stop } | Should -Throw '*nothing to set*'
    }
}

Describe 'Get-IpmiAlert' {
    It 'says what is missing' {
        $setup = Start-IpmiSimulator | Get-IpmiAlert
        $setup.IsSupported, $setup.Version, $setup.FilterCount, $setup.Enabled | Should -Be $true, '1.5', 40, $false
        $setup.Missing | Should -Contain 'Platform event filtering is off: Set-IpmiAlert -Enabled $true.'
        $setup.Missing | Should -Contain 'No event filter alerts: Set-IpmiAlert -On AnyFault.'
    }

    It 'tells a BMC without PEF from one that is not set up' {
        $sim = Start-IpmiSimulator -Profile openbmc
        $setup = $sim | Get-IpmiAlert
        $setup.IsSupported, $setup.Enabled, $setup.On | Should -Be $false, $null, $null
        $setup.Missing | Should -Be 'The BMC does not have platform event filtering.'
        $setup.Notes | Should -BeLike '*EventDestination*'
        { $sim | Get-IpmiAlertFilter -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiCommandNotSupported*'
        { $sim | Set-IpmiAlert -On AnyFault -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiCommandNotSupported*'
    }
}

Describe 'Tables of alerts' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'filters: change only what is given, in one change for all rows' {
        $rows = 3, 4 | ForEach-Object { [pscustomobject]@{ ComputerName = $sim.ComputerName; Port = $sim.Port; Number = $_; SensorType = 'Temperature'; Offsets = '9 11'; EventType = 'Threshold'; Severity = '' } }
        $result = $rows | Set-IpmiAlertFilter -Credential $sim.Credential -Enabled $true -Actions Alert -PolicyNumber 2 -WarningVariable warnings -WarningAction SilentlyContinue
        "$($warnings[0])" | Should -BeLike '*Filter 3 was unused, and takes only events with zeros in what is not given: SensorNumber, GeneratorId, GeneratorChannel. Any takes all.'
        $warnings.Count, $result.Notes.Count | Should -Be 2, 2
        $result.Changed, $result.Changes.Count | Should -Be $true, 2
        $filter = $sim | Get-IpmiAlertFilter -Number 4
        $filter.Enabled, $filter.Actions, $filter.SensorType, $filter.Offsets, $filter.SensorNumber, $filter.Severity | Should -Be $true, 'Alert', 'Temperature', '9 11', '0', 'Unspecified'
        $filter.Events | Should -Be 'Upper Critical - going high', 'Upper Non-recoverable - going high'
        $sim | Get-IpmiAlertFilter | Export-Csv "$TestDrive/filters.csv" -NoTypeInformation
        (Import-Csv "$TestDrive/filters.csv" | Set-IpmiAlertFilter -Credential $sim.Credential).Changed | Should -BeFalse
        Get-WhatIf { $sim | Set-IpmiAlertFilter -Number 4 -Actions PowerOff @args } | Should -BeLike '*"Set event filters: filter 4: Actions Alert -> PowerOff. Events will be able to switch off*'
    }

    It 'policies: change only what is given, and go together' {
        $result = $sim | Set-IpmiAlertPolicy -Number 5 -Enabled $true -PolicyNumber 3 -Channel 1 -Destination 2
        $result.Changes | Should -Be 'policy entry 5: Enabled False -> True, PolicyNumber 0 -> 3, Channel 0 -> 1, Destination 0 -> 2'
        $null = $sim | Set-IpmiAlertPolicy -Number 5 -Rule StopAfterSuccess
        $entry = $sim | Get-IpmiAlertPolicy -Number 5
        $entry.Enabled, $entry.Rule, $entry.Destination | Should -Be $true, 'StopAfterSuccess', 2
        ($sim | Get-IpmiAlertPolicy | Set-IpmiAlertPolicy -Credential $sim.Credential).Changed | Should -BeFalse
        Get-WhatIf { $sim | Set-IpmiAlertPolicy -Number 5 -Enabled $false @args } | Should -BeLike '*policy entry 5: Enabled True -> False*'
    }

    It 'destinations: change only what is given, and go together' {
        $null = $sim | Set-IpmiAlertDestination -Number 1 -Receiver 127.0.0.5 -Acknowledged $true -MacAddress 02:00:00:00:00:01
        $destination = $sim | Get-IpmiAlertDestination -Number 1 -Channel 1
        $destination.Receiver, $destination.Acknowledged, $destination.MacAddress | Should -Be '127.0.0.5', $true, '02:00:00:00:00:01'
        ($sim | Get-IpmiAlertDestination | Set-IpmiAlertDestination -Credential $sim.Credential).Changed | Should -BeFalse
        $null = $sim | Set-IpmiAlertDestination -Number 1 -Receiver 127.0.0.6
        ($sim | Get-IpmiAlertDestination -Number 1).MacAddress | Should -Be 'None'
        Get-WhatIf { $sim | Set-IpmiAlertDestination -Number 1 -Receiver None @args } | Should -BeLike '*channel 1 destination 1: Receiver 127.0.0.6 -> None*'
    }

    It 'go back as they were read, with reserved numbers, which are not set' {
        $session = $sim | New-IpmiSession
        # Severity 3 of filter 4, rule 5 of policy entry 2, type 3 of destination 1.
        $null = $session | Invoke-IpmiCommand -NetFn SensorEvent -Command 0x12 -Data (6, 4, 0x80, 1, 1, 3 + @(0xFF) * 7 + @(0) * 9)
        $null = $session | Invoke-IpmiCommand -NetFn SensorEvent -Command 0x12 -Data 9, 2, 0x1D, 0x11, 0
        $null = $session | Invoke-IpmiCommand -NetFn Transport -Command 1 -Data 1, 18, 1, 3, 3, 3
        foreach ($table in 'Filter', 'Policy', 'Destination') {
            $sim | & "Get-IpmiAlert$table" | Export-Csv "$TestDrive/rows.csv" -NoTypeInformation
            (Import-Csv "$TestDrive/rows.csv" | & "Set-IpmiAlert$table" -Credential $sim.Credential).Changed | Should -BeFalse
            ($sim | & "Get-IpmiAlert$table" | & "Set-IpmiAlert$table" -Credential $sim.Credential).Changed | Should -BeFalse
        }

        "$(($session | Get-IpmiAlertFilter -Number 4).Severity)" | Should -Be '3'
        { $session | Set-IpmiAlertFilter -Number 5 -Severity 3 -ErrorAction Stop } | Should -Throw '*Severity 3 is reserved*' -ErrorId 'IpmiInvalidParameter*'
        { $session | Set-IpmiAlertPolicy -Number 5 -Rule 8 -ErrorAction Stop } | Should -Throw '*Rule*'
        $session | Remove-IpmiSession
    }

    It 'name what is not there' {
        { $sim | Get-IpmiAlertFilter -Number 100 -ErrorAction Stop } | Should -Throw '*no event filter 100. It has 1 to 40.' -ErrorId 'IpmiNotPresent*'
        { $sim | Set-IpmiAlertPolicy -Number 100 -Enabled $true -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiNotPresent*'
        { $sim | Set-IpmiAlertFilter -Enabled $true -ErrorAction Stop } | Should -Throw '*number of the entry is missing*'
        { $sim | Set-IpmiAlertFilter -Number 1 -SensorType Temprature -ErrorAction Stop } | Should -Throw '*SensorType*'
    }
}

Describe 'docs/alerts.md, section "Set up"' {
    It 'has commands that work as they are' {
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        $text = ((Get-Content "$root/docs/alerts.md" -Raw) -replace "`r`n", "`n") -replace '(?s)^.*?\n## Set up\n' -replace '(?s)\n## .*'
        $blocks = @([regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value })
        $blocks.Count | Should -BeGreaterThan 3
        $sim = Start-IpmiSimulator
        $name = $sim | Get-Name
        $admin = $sim.Credential
        "ComputerName,Receiver,On`n$name,127.0.0.5 127.0.0.6,`"AnyFault, SelFull`"" | Set-Content "$TestDrive/alerts.csv"
        Push-Location $TestDrive
        try { foreach ($block in $blocks) { $null = & ([scriptblock]::Create(($block -replace 'bmc1', "'$name'" -replace '-Credential admin', '-Credential $admin' -replace '10\.0\.0\.5', '127.0.0.5') + "`n")) } }
        finally { Pop-Location }
        $setup = $sim | Get-IpmiAlert
        $setup.On, $setup.Missing.Count | Should -Be 'AnyFault, SelFull', 0
        $setup.Receiver | Should -Be '127.0.0.5 127.0.0.6'
    }
}
