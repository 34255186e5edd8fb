#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What people see: a view for every type, in 80 columns, coloured only where the host can.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $script:things = Get-ResultType
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 2 -UnhealthyEvery 2)
    if ($PSStyle) { $rendering = $PSStyle.OutputRendering }
}

AfterAll {
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'The view of <Type>' -ForEach $things {
    BeforeAll {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $objects = @(& $Get)
        $lines = ($objects | Out-String -Width 80) -split '\r?\n'
    }

    It 'is that of the type that the cmdlet names' {
        $objects.Count | Should -BeGreaterThan 1
        $objects[0].GetType().FullName | Should -Be "IpmiPS.$Type"
        (Get-Command -Module IpmiPS).OutputType.Name | Should -Contain "IpmiPS.$Type"
    }

    It 'is a table within 80 columns' {
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        @($lines -match '^[ -]*-{2,}[ -]*$').Count | Should -BeGreaterThan 0
        $lines -match '^\s*\w+\s+: ' | Should -BeNullOrEmpty
    }

    It 'is grouped by computer where it is a list, and else has it in a column' {
        $groups = @($lines -match '^   ComputerName: ')
        if ($Grouped) { $groups.Count | Should -Be 2 } else { $groups.Count | Should -Be 0; $lines -match 'ComputerName' | Should -Not -BeNullOrEmpty }
    }

    It 'can be a list, too' {
        $list = $objects[0] | Format-List | Out-String -Width 80
        $list | Should -Match 'ComputerName\s+: '
    }
}

Describe 'The view of many findings' {
    It 'has one line for each, whatever the BMC had to say, and cuts only the evidence' -ForEach 80, 200 {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        $findings = @($sims | Test-IpmiSecurity)
        $lines = @(($findings | Out-String -Width $_) -split '\r?\n' | Where-Object { $_.Trim() })
        # A title and two lines of headers for each BMC.
        $lines.Count | Should -Be ($findings.Count + 2 * 3)
        foreach ($finding in $findings) { @($lines -match "^[\w ]+? +$($finding.Id) ").Count | Should -Be @($findings | Where-Object Id -EQ $finding.Id).Count }
    }

    It 'shows each remedy whole as a list' {
        $findings = @($sims[0] | Test-IpmiSecurity | Where-Object Remedy)
        $text = ($findings | Format-List Remedy | Out-String -Width 80) -replace '\s'
        foreach ($finding in $findings) { $text.Contains("Remedy:$($finding.Remedy -replace '\s')") | Should -BeTrue -Because $finding.Remedy }
    }
}

Describe 'Every view' {
    BeforeAll {
        # The tables of this module's types, with a header for every column: its label, or the property that it shows.
        $tables = foreach ($type in Get-FormatData -TypeName IpmiPS.* -PowerShellVersion $PSVersionTable.PSVersion) {
            foreach ($view in $type.FormatViewDefinition | Where-Object { $_.Control -is [System.Management.Automation.TableControl] }) {
                $columns = for ($i = 0; $i -lt $view.Control.Headers.Count; $i++) {
                    $header = $view.Control.Headers[$i]
                    $entry = $view.Control.Rows[0].Columns[$i].DisplayEntry
                    [pscustomobject]@{
                        Header = if ($header.Label) { $header.Label.Trim() } elseif ("$($entry.ValueType)" -eq 'Property') { $entry.Value }
                        Width  = $header.Width
                        Script = if ("$($entry.ValueType)" -eq 'ScriptBlock') { $entry.Value }
                    }
                }
                # After the type may come what it is shown for, as with IpmiPS.SelEntry#Watch.
                [pscustomobject]@{ Type = [type]($type.TypeName -replace '#.*'); Columns = $columns }
            }
        }
    }

    It 'has names of properties for headers, and shows those properties' {
        @($tables).Count | Should -BeGreaterThan 14
        foreach ($table in $tables) {
            $headers = @($table.Columns.Header | Where-Object { $_ })
            $headers.Count | Should -BeGreaterThan 1
            foreach ($column in $table.Columns | Where-Object Header) {
                $table.Type.GetProperties().Name | Should -Contain $column.Header -Because $table.Type
                if ($column.Script) { $column.Script | Should -Match ('\$_\.' + $column.Header + '\b') -Because $table.Type }
            }
        }
    }

    It 'leaves the name of the computer the room that there is' {
        # A first column without a width is given that of what comes within 0.3 seconds.
        foreach ($table in $tables) { $table.Columns[0].Width | Should -BeGreaterThan 0 -Because $table.Type }
        foreach ($column in $tables.Columns | Where-Object Header -EQ 'ComputerName') { $column.Width | Should -Be 0 }
    }
}

Describe 'The name of a computer' {
    It 'is shown whole, also where a longer one comes later' {
        $names = 'a', 'b', 'rack1-bmc001.management.frankfurt.example.com:6230', 'c'
        $objects = foreach ($name in $names) {
            foreach ($type in 'PowerStatus', 'PowerResult', 'DeviceInfo', 'SelInfo', 'BootDeviceInfo') {
                $object = New-Object "IpmiPS.$type"
                $object.GetType().GetProperty('ComputerName').SetValue($object, $name)
                $object
            }
        }
        foreach ($group in $objects | Group-Object { $_.GetType().Name }) {
            $lines = $group.Group | ForEach-Object { $_; if ($_.ComputerName -eq 'a') { Start-Sleep -Milliseconds 400 } } | Out-String -Stream -Width 120
            foreach ($name in $names) { @($lines -match ('^\s*' + [regex]::Escape($name) + '\s')).Count | Should -Be 1 -Because $group.Name }
        }
    }
}

Describe 'Lines' {
    BeforeAll {
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
        # Without findings: each of them has one line, which is cut.
        $objects = @($sims | Get-IpmiSel), @($sims | Get-IpmiSensor), @($sims | Get-IpmiFru), @($sims | Get-IpmiPower)
        function Get-Word { param([int] $Width, [string] $Culture)
            [System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]$Culture
            $tables = $objects | ForEach-Object { $_ | Out-String -Width $Width }
            $tables -split '\s+' -notmatch '^-+$' | Sort-Object -Unique
        }
    }

    It 'break between words in <Culture>' -ForEach @{ Culture = 'en-US' }, @{ Culture = 'cs-CZ' }, @{ Culture = 'ja-JP' }, @{ Culture = '' } {
        # Where PowerShell does not do it by itself, the views can do it for the window alone.
        $whole = Get-Word 4000 $Culture
        $widths = if ($Culture -eq 'en-US') { 80, 120, 200 } else { $Host.UI.RawUI.BufferSize.Width }
        foreach ($width in $widths) { Get-Word $width $Culture | Where-Object { $_ -notin $whole } | Should -BeNullOrEmpty -Because "the width is $width" }
    }
}

Describe 'Times' {
    It 'carry their zone' {
        $null = $sims[1] | Invoke-IpmiCommand -NetFn Storage -Command 0x5D -Data '78 00'
        try {
            ($sims | Get-IpmiSel).UtcOffset | Sort-Object -Unique | Should -Be ([timespan]::Zero), ([timespan]'2:00')
            foreach ($get in { $_ | Get-IpmiSel -Newest 1 }, { $_ | Get-IpmiSelInfo }) {
                ($sims[0] | ForEach-Object $get | Out-String -Width 120) | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ '
                ($sims[1] | ForEach-Object $get | Out-String -Width 120) | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+02 '
            }
        }
        finally { $null = $sims[1] | Invoke-IpmiCommand -NetFn Storage -Command 0x5D -Data '00 00' }
    }

    It 'are what -After and -Before take' {
        foreach ($offset in [timespan]::Zero, [timespan]'2:00', [timespan]'-3:30') {
            $time = [DateTimeOffset]::new(2026, 11, 28, 22, 10, 2, $offset)
            $shown = [IpmiPS.Cmdlets.View]::Time($time)
            [DateTimeOffset]$shown | Should -Be $time
            ([DateTimeOffset]$shown).Offset | Should -Be $offset
        }
    }
}

Describe 'Sensors of one name' {
    BeforeAll {
        # Compact SDRs of discrete sensors: number, entity, instance, sensor type, name.
        $emu = 'mc_setbmc 0x20', 'mc_add 0x20 32 no-device-sdrs 0x1 2 30 0xdf 0x2a2 0x100 dynsens', 'mc_enable 0x20', 'sel_enable 0x20 100 0x0a'
        $emu += foreach ($sensor in @(
                (0x01, 3, 1, 0x01, 'Temp'), (0x02, 3, 2, 0x01, 'Temp'), (0x03, 55, 1, 0x01, 'Inlet'), (0x60, 10, 1, 0x08, 'Status'), (0x61, 10, 2, 0x08, 'Status'),
                (0x80, 34, 1, 0x0C, 'Link'), (0x81, 34, 1, 0x0C, 'Link'))) {
            $number, $entity, $instance, $type, $name = $sensor
            $bytes = @(0, 0, 0x51, 2, (27 + $name.Length), 0x20, 0, $number, $entity, $instance, 0x7F, 0x40, $type, 0x6F) + @(0) * 6 + @(0xC0) + @(0) * 10 + @(0xC0 + $name.Length) + [System.Text.Encoding]::ASCII.GetBytes($name)
            'sensor_add 0x20 0x0 0x{0:x} 0x{1:x} 0x6f' -f $number, $type
            'main_sdr_add 0x20 ' + (($bytes | ForEach-Object { '0x{0:x2}' -f $_ }) -join ' ')
        }
        Set-Content "$TestDrive/repeated.emu" $emu
        $bmc = Start-IpmiSimulator -Path "$TestDrive/repeated.emu"
        foreach ($sensor in '08 61', '01 03', '0C 81') {
            $null = $bmc | Invoke-IpmiCommand -NetFn Storage -Command 0x44 -Data "00 00 02 00 00 00 00 20 00 04 $sensor 6F 03 FF FF"
        }
    }

    AfterAll { $bmc | Stop-IpmiSimulator }

    It 'are told apart by their entity' {
        $sensors = $bmc | Get-IpmiSensor
        $sensors.Name | Should -Be 'Temp', 'Temp', 'Inlet', 'Status', 'Status', 'Link', 'Link'
        $expected = 'Processor 1 · Temp', 'Processor 2 · Temp', 'Inlet', 'Power Supply 1 · Status', 'Power Supply 2 · Status', 'System Firmware 1 · Link (80h)', 'System Firmware 1 · Link (81h)'
        $sensors.DisplayName | Should -Be $expected
        # Also where only some of them are read, and from what is remembered.
        ($bmc | Get-IpmiSensor -Name Status).DisplayName | Should -Be $expected[3, 4]
        foreach ($name in $expected[0..4]) { @(($sensors | Out-String -Stream -Width 80) -match ('^' + [regex]::Escape($name) + ' ')).Count | Should -Be 1 }
    }

    It 'are told apart in the event log, too' {
        $log = $bmc | Get-IpmiSel
        $log.SensorName | Should -Be 'Status', 'Inlet', 'Link'
        $log.Sensor | Should -Be 'Power Supply 2 · Status', 'Inlet', 'System Firmware 1 · Link (81h)'
        $log | Out-String -Width 80 | Should -Match 'Power Supply 2 ·'
        ($bmc | Get-IpmiSel -Raw).Sensor | Should -Be 'Power Supply (61h)', 'Temperature (03h)', 'Memory (81h)'
    }

    It 'are after a journey what they were' {
        foreach ($live in ($bmc | Get-IpmiSensor), ($bmc | Get-IpmiSel)) {
            $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($live))
            $there | Out-String -Width 80 | Should -BeExactly ($live | Out-String -Width 80)
        }
    }
}

Describe 'The pictures of README.md' {
    It 'can be made again, and show what the cmdlets show' -Skip:(-not $PSStyle) {
        $port = Get-FreePort
        Invoke-Apart "& '$PSScriptRoot/../../docs/pictures/Make-Pictures.ps1' -Module '$ModuleUnderTest/IpmiPS.psd1' -Destination '$TestDrive' -Port $port -WarningAction Ignore"
        $svg = [xml] (Get-Content "$TestDrive/terminal.svg" -Raw)
        @($svg.svg.g.text | Where-Object InnerText -EQ 'Critical').Count | Should -BeGreaterThan 5
        $svg.svg.g.text | Where-Object { $_.InnerText -eq 'Critical' -and $_.fill -ne '#ff7b72' } | Should -BeNullOrEmpty
        @($svg.svg.g.text | Where-Object InnerText -Match 'IpmiPower$').Count | Should -Be 1
        foreach ($file in Get-ChildItem $TestDrive, "$PSScriptRoot/../../docs/pictures" -Include terminal.svg, report.png -Recurse) { $file.Length | Should -BeIn (5kb..300kb) }
    }
}

Describe 'Colours' {
    It 'is there for what is bad, and only where the host can show it' -Skip:(-not $PSStyle) {
        $bad = $sims | Get-IpmiSensor -Unhealthy
        $PSStyle.OutputRendering = 'Ansi'
        ($bad | Out-String) | Should -Match ([regex]::Escape($PSStyle.Formatting.Error) + 'Critical')
        ($sims[0] | Get-IpmiSensor -Name Fan1 | Out-String -Stream | Select-String 'Fan1') | Should -Not -Match ([regex]::Escape($PSStyle.Formatting.Error))
        $PSStyle.OutputRendering = 'PlainText'
        ($bad | Out-String) | Should -Not -Match "`e"
    }
}
