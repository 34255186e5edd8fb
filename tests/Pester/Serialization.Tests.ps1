#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Results that went through remoting, a job or a file: they look, sort and compare as before, and carry no secret.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"
    $script:things = Get-ResultType
    $script:results = @((Get-Command -Module IpmiPS).OutputType.Name | Where-Object { $_ -like 'IpmiPS.*' } | Sort-Object -Unique)
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $secret = 'Serialised-S3cret'
    $credential = Get-TestCredential 'root' $secret
    $sims = @(
        Start-IpmiSimulator -Count 2 -UnhealthyEvery 2 -Credential $credential
        Start-IpmiSimulator -Profile storage-2u -Credential $credential
    )
    if ($PSStyle) { $rendering = $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText' }

    function ConvertTo-Travelled {
        param([object[]] $InputObject)
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($InputObject))
    }

    # Times travel as text, to the second.
    function Get-Plain {
        param($Value)
        if ($Value -is [DateTimeOffset]) { return $Value.ToString('u') }
        if ($Value -is [System.Collections.IDictionary]) { return ($Value.Keys | Sort-Object | ForEach-Object { "$_=$($Value[$_])" }) -join ';' }
        if ($Value -is [System.Collections.IList]) { return @($Value | ForEach-Object { Get-Plain $_ }) -join ';' }
        "$Value"
    }

    function Get-Table { param($InputObject) $InputObject | Out-String -Width 80 }
    function Get-List { param($InputObject) $InputObject | Format-List | Out-String -Width 80 }
}

AfterAll {
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'Types that travel' {
    It 'has <_> among them' -ForEach $results {
        (Get-TypeData $_).SerializationDepth | Should -Be 1
        $there = Get-TypeData "Deserialized.$_"
        $there.SerializationDepth | Should -Be 1
        $there.TargetTypeForDeserialization | Should -Be ([IpmiPS.Cmdlets.DeserializedConverter])
        $changed = ([type]$_).GetProperties() | Where-Object { $_.PropertyType.IsEnum -or "$($_.PropertyType.FullName)" -match 'DateTimeOffset|ByteString|Nullable`1\[\[IpmiPS\.' } | ForEach-Object Name
        $changed = [string[]]@($changed)
        @($there.Members.Keys) | Sort-Object | Should -Be @($changed | Sort-Object)
        $number = 0
        [array]::Sort($changed, [System.StringComparer]::Ordinal)
        foreach ($name in $changed) { $there.Members[$name].GetCodeReference.Name | Should -Be "Value$number"; $number++ }
    }

    It 'leaves nothing of a virtual BMC behind but its credential' {
        $kept = (Get-TypeData IpmiPS.IpmiSimulator).PropertySerializationSet.ReferencedProperties
        @($kept) + 'Credential' | Sort-Object | Should -Be ([IpmiPS.IpmiSimulator].GetProperties().Name | Sort-Object)
    }
}

Describe 'A <Type> that travelled' -ForEach $things {
    BeforeAll {
        $live = @(& $Get)
        $there = @(ConvertTo-Travelled $live)
        $path = "$TestDrive/$Type.clixml"
        $live | Export-Clixml $path
        $read = @(Import-Clixml $path)
        # Properties by which one would sort, filter and group.
        $keys = @(([type]"IpmiPS.$Type").GetProperties() | Where-Object Name -NE 'Credential')
        $choices = @($keys | Where-Object { "$($_.PropertyType)" -match 'IpmiPS\.' -and ($live.($_.Name) | Select-Object -First 1) -is [enum] } | ForEach-Object Name)
    }

    It 'is a Deserialized.IpmiPS.<Type>' {
        $there.Count | Should -Be $live.Count
        foreach ($object in $there + $read) { $object.PSObject.TypeNames[0] | Should -Be "Deserialized.IpmiPS.$Type" }
    }

    It 'has values of the same types' {
        # Compared here and judged once: there are thousands.
        $different = for ($i = 0; $i -lt $live.Count; $i++) {
            foreach ($name in $keys.Name) {
                $value = $live[$i].$name
                $isTyped = $value -is [ValueType] -or $value -is [byte[]] -or $value -is [IpmiPS.ByteString] -or $value -is [version]
                foreach ($object in $there[$i], $read[$i]) {
                    $travelled = $object.$name
                    $isSame = if ($null -eq $value) { "$travelled" -eq '' }
                    else { ($value -is [System.Collections.IDictionary] -or (Get-Plain $travelled) -ceq (Get-Plain $value)) -and (-not $isTyped -or $travelled.GetType() -eq $value.GetType()) }
                    if (-not $isSame) { "$name of $i was $(Get-Plain $value), and is $(Get-Plain $travelled)" }
                }
            }
        }
        $different | Should -BeNullOrEmpty
    }

    It 'looks the same in a table and in a list' {
        Get-Table $there | Should -BeExactly (Get-Table $live)
        Get-Table $read | Should -BeExactly (Get-Table $live)
        if ($Type -ne 'IpmiSimulator') { Get-List $there | Should -BeExactly (Get-List $live) }
    }

    It 'is sorted, grouped and filtered the same' {
        foreach ($name in $keys.Name | Where-Object { $live[0].$_ -isnot [System.Collections.IEnumerable] -or $live[0].$_ -is [string] }) {
            @($there | Sort-Object $name | ForEach-Object { Get-Plain $_.$name }) | Should -Be @($live | Sort-Object $name | ForEach-Object { Get-Plain $_.$name }) -Because $name
        }
        foreach ($name in $choices) {
            $groups = @($live | Group-Object $name -NoElement)
            @($there | Group-Object $name -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be @($groups | ForEach-Object { "$($_.Name) $($_.Count)" })
            foreach ($group in $groups | Where-Object Name) {
                @($there | Where-Object $name -EQ $group.Name).Count | Should -Be $group.Count
                @($there | Where-Object { $group.Name -eq $_.$name }).Count | Should -Be $group.Count
            }
        }
    }

    It 'is the same as JSON' {
        $options = @{ Depth = 4; WarningAction = 'Ignore' }
        # But for parts of a second, and for the order within a dictionary.
        $names = $keys.Name | Where-Object { $_ -notin 'CommandCounts', 'Timestamp', 'ThresholdTimestamp', 'LastUsed' }
        # Objects within an object travel as text.
        if ($live[0] -is [IpmiPS.Network]) { $names = $names | Where-Object { $_ -notin 'IPv6Address', 'IPv6DynamicRouter', 'Statistics' } }
        if ($live[0] -is [IpmiPS.AlertSetup]) { $names = $names | Where-Object { $_ -ne 'Channels' } }
        if ($live[0] -is [IpmiPS.AlertTest]) { $names = $names | Where-Object { $_ -notin 'Links', 'Alert' } }
        $json = $live | Select-Object $names | ConvertTo-Json @options
        $there | Select-Object $names | ConvertTo-Json @options | Should -Be $json
        $json | ConvertFrom-Json | Should -Not -BeNullOrEmpty
    }

    It 'carries no secret, however deep it is written' {
        $hex = ([System.Text.Encoding]::Unicode.GetBytes($secret) | ForEach-Object { '{0:x2}' -f $_ }) -join ''
        $wrapped = [pscustomobject]@{ Inner = @{ Object = $live } }
        foreach ($text in [System.Management.Automation.PSSerializer]::Serialize($live), [System.Management.Automation.PSSerializer]::Serialize($wrapped, 8), ($wrapped | ConvertTo-Json -Depth 8 -WarningAction Ignore)) {
            $text.Length | Should -BeGreaterThan 100
            $text | Should -Not -Match $secret
            $text | Should -Not -Match $hex
            $text | Should -Not -Match '<SS[ >]'
        }
    }
}

Describe 'Objects that travelled' {
    It 'look the same where the module is imported after they were read' {
        $live = @($sims | Get-IpmiSensor -Name Fan*) + @($sims | Get-IpmiSel) + @($sims | Get-IpmiFru) + @($sims | Get-IpmiSelInfo)
        $path = "$TestDrive/early.clixml"
        $live | Export-Clixml $path
        $said = Start-Job {
            $style = Get-Variable PSStyle -ValueOnly -ErrorAction Ignore
            if ($style) { $style.OutputRendering = 'PlainText' }
            $read = Import-Clixml $using:path
            $read[0].Health.GetType().Name
            Import-Module $using:ModuleUnderTest
            $read[0].Health.GetType().Name
            $read | Out-String -Width 80
            $read | Format-List | Out-String -Width 80
        } | Receive-Job -Wait -AutoRemoveJob
        $said[0, 1] | Should -Be 'String', 'SensorHealth'
        $said[2] | Should -BeExactly (Get-Table $live)
        $said[3] | Should -BeExactly (Get-List $live)
    }

    It 'travel on, once more and through a process without the module, and are what they were' {
        $live = foreach ($one in Get-ResultType) { & $one.Get | Select-Object -First 3 }
        $twice = ConvertTo-Travelled $live
        $on = Start-Job { $using:twice } | Receive-Job -Wait -AutoRemoveJob
        @($on).Count | Should -Be @($live).Count
        for ($i = 0; $i -lt $live.Count; $i++) {
            # A virtual BMC goes on counting its packets.
            if ($live[$i] -isnot [IpmiPS.IpmiSimulator]) { Get-Table $on[$i] | Should -BeExactly (Get-Table $live[$i]) }
            foreach ($property in $live[$i].PSObject.Properties | Where-Object { $_.Value -is [enum] -or $_.Value -is [DateTimeOffset] }) {
                $on[$i].($property.Name) | Should -BeOfType $property.Value.GetType() -Because $property.Name
            }
        }
    }

    It 'are ordered by gravity, and what is not known is the least' {
        $live = $sims | Get-IpmiSensor
        foreach ($sensors in $live, (ConvertTo-Travelled $live)) {
            $sensors.Health | Should -Contain 'Unknown'
            ($sensors | Where-Object Health -GE Warning).Health | Sort-Object -Unique | Should -Be 'Critical'
            ($sensors | Sort-Object Health -Descending)[0].Health | Should -Be 'Critical'
            ($sensors | Sort-Object Health)[0].Health | Should -Be 'Unknown'
        }
        $log = $sims | Get-IpmiSel
        foreach ($entries in $log, (ConvertTo-Travelled $log)) {
            $entries.Severity | Should -Contain 'Unknown'
            ($entries | Where-Object Severity -GE Warning).Severity | Sort-Object -Unique | Should -Be 'Warning', 'Critical'
            ($entries | Sort-Object Severity)[0].Severity | Should -Be 'Unknown'
        }
    }

    It 'have bytes that show in a CSV file and are used like an array' {
        $log = $sims | Get-IpmiSel
        $fru = $sims | Get-IpmiFru
        $answer = $sims | Invoke-IpmiCommand -NetFn App -Command 1
        foreach ($objects in $log, $fru, $answer) {
            foreach ($some in $objects, (ConvertTo-Travelled $objects), (ConvertTo-Travelled (ConvertTo-Travelled $objects))) {
                $text = $some | ConvertTo-Csv -NoTypeInformation
                $text | Should -Not -Match 'System\.Byte'
                $rows = $text | ConvertFrom-Csv
                for ($i = 0; $i -lt $rows.Count; $i++) {
                    foreach ($name in 'Raw', 'EventData', 'OemData', 'Data') {
                        if ($null -eq $some[$i].$name) { $rows[$i].$name | Should -BeNullOrEmpty; continue }
                        $rows[$i].$name | Should -Match '^[0-9A-F]{2}( [0-9A-F]{2})+$'
                        $rows[$i].$name -replace ' ', '-' | Should -Be ([System.BitConverter]::ToString($some[$i].$name))
                    }
                }
            }
        }
        $raw = $log[0].Raw
        $raw.Length, $raw.Count, ([byte[]]$raw).Length | Should -Be 16, 16, 16
        $raw[2], $raw[-1], ($raw -join ' ') | Should -Be 2, ([byte[]]$raw)[15], (([byte[]]$raw) -join ' ')
        ($raw | Measure-Object).Count | Should -Be 16
    }

    It 'keep the records of a FRU with their own properties' {
        $fru = ConvertTo-Travelled ($sims[0] | Get-IpmiFru -Id 1)
        $live = $sims[0] | Get-IpmiFru -Id 1
        $fru.MultiRecord.Count | Should -Be $live.MultiRecord.Count
        $fru.MultiRecord[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.IpmiPS.FruPowerSupply'
        $fru.MultiRecord[0].Capacity | Should -Be $live.MultiRecord[0].Capacity
        $fru.MultiRecord[0].InputVoltageLow1 | Should -BeOfType [double]
        $fru.MultiRecord[0].Data | Should -Be $live.MultiRecord[0].Data
        $fru.ChecksumValid.All | Should -BeTrue
    }

    It 'may be within others, at any depth' {
        $inner = [pscustomobject]@{ Rack = 1; Bmcs = @([pscustomobject]@{ Sensors = $sims[0] | Get-IpmiSensor -Name Fan* }) }
        $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($inner, 2))
        $there.Bmcs[0].Sensors[0].Value | Should -BeOfType [double]
        $there.Bmcs[0].Sensors[0].Health | Should -BeOfType [IpmiPS.SensorHealth]
    }

    It 'are what they were after Select-Object -First, which gives them another name' {
        $one = ConvertTo-Travelled ($sims[0] | Get-IpmiSensor -Name Fan*) | Select-Object -First 1
        $one.PSObject.TypeNames[0] | Should -BeLike 'Selected.*'
        $one.Health | Should -BeOfType [IpmiPS.SensorHealth]
        $one.Timestamp | Should -BeOfType [DateTimeOffset]
        Get-Table $one | Should -Match 'ComputerName: '
    }

    It 'name their BMCs to the next cmdlet' {
        $names = $sims | Get-Name | Sort-Object
        $sensors = $sims | Get-IpmiSensor | Group-Object ComputerName | ForEach-Object { $_.Group[0] }
        foreach ($seen in ($sims | Get-IpmiDevice), $sensors, ($sims | Test-IpmiConnection), $sims) {
            (ConvertTo-Travelled $seen) | Get-IpmiPower -Credential $credential | ForEach-Object ComputerName | Sort-Object | Should -Be $names
        }
    }

    It 'are no sessions any more' {
        $session = ConvertTo-Travelled ($sims[0] | New-IpmiSession)
        { Get-IpmiPower -Session $session } | Should -Throw -ErrorId 'CannotConvertArgument*'
    }

    It 'have what they were given where a newer version names what this one does not know' {
        $text = [System.Management.Automation.PSSerializer]::Serialize(($sims[0] | Get-IpmiPower)) -replace '<S N="State">On<', '<S N="State">Hibernating<' -replace '<Props>', '<Props><S N="New">1</S>'
        $there = [System.Management.Automation.PSSerializer]::Deserialize($text)
        $there.State | Should -Be 'Hibernating'
        $there.New | Should -Be '1'
        $there | Out-String | Should -Match 'Hibern'
    }
}
