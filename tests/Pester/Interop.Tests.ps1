#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Captured servers, played by a BMC of somebody else's (ipmi_sim), read through the cmdlets and held against ipmitool.

BeforeDiscovery {
    $folder = if ($env:IPMIPS_CAPTURES) { $env:IPMIPS_CAPTURES } else { [System.IO.Path]::GetFullPath("$PSScriptRoot/../../../shared/captures") }
    $missing = @(
        foreach ($program in 'bash', 'ipmi_sim', 'ipmitool') {
            if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { $program }
        }
        if (-not (Test-Path "$folder/serve")) { 'the captured servers' }
    )
    $because = if ($missing) { " (not here: $($missing -join ', '))" }
}

Describe "Captured servers<because>" -Skip:([bool]$missing) -ForEach @{ Because = $because; Folder = $folder } {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $names = 'dell_r730', 'quanta_d51', 's2600wtt'

        # A shell watches over each server: when its input closes, whatever ended this process, the server ends.
        $watch = 'exec 3<&0 2>/dev/null; "$@" </dev/null & program=$!; (exec >/dev/null 2>&1; cat <&3; kill -TERM $program) & wait $program'
        $shells = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()
        $inventory = "$TestDrive/inventory.csv"
        $rows = foreach ($name in $names) {
            $address = '127.{0}.{1}.{2}' -f (192 + $PID % 32), (($PID -shr 5) % 256), (1 + $shells.Count)
            $start = [System.Diagnostics.ProcessStartInfo]::new('bash')
            '-c', $watch, 'serve', "$Folder/serve", $name, $address, '9001' | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $shell = [System.Diagnostics.Process]::Start($start)
            $shells.Add($shell)
            $shell.StandardOutput.ReadLine() | Should -BeLike 'ready*'
            [pscustomobject]@{ ComputerName = $address; Port = 9001; UserName = 'admin'; Password = 'admin' }
        }
        $rows | Export-Csv $inventory -NoTypeInformation

        # "name | number and so on" of every sensor that ipmitool lists, with the value and unit of its other list.
        $theirs = foreach ($row in $rows) {
            $login = '-I', 'lanplus', '-C', '3', '-H', $row.ComputerName, '-p', $row.Port, '-U', 'admin', '-P', 'admin'
            $readings = @{}
            $listed = ipmitool @login sdr elist all 2>$null |
                ForEach-Object { , @($_ -split '\|' | ForEach-Object Trim) } |
                Where-Object { $_[4] -notmatch '(MC|FRU) @|Generic Device|Event-Only' }
            $readable = @(ipmitool @login sensor 2>$null | ForEach-Object { , @($_ -split '\|' | ForEach-Object Trim) })
            $readable.Count | Should -Be @($listed).Count
            for ($i = 0; $i -lt $readable.Count; $i++) {
                [pscustomobject]@{
                    ComputerName = '{0}:{1}' -f $row.ComputerName, $row.Port
                    Name         = $readable[$i][0]
                    Number       = [Convert]::ToInt32($listed[$i][1].TrimEnd('h'), 16)
                    Value        = $readable[$i][1]
                    Unit         = $readable[$i][2]
                }
            }
        }
        $units = @{ 'degrees C' = "$([char]0xB0)C"; Volts = 'V'; Amps = 'A'; Watts = 'W'; percent = '%' }
    }

    AfterAll {
        foreach ($shell in $shells) {
            $shell.StandardInput.Close()
            if (-not $shell.WaitForExit(10000)) { $shell.Kill($true) }
            $shell.Dispose()
        }
    }

    It 'have every sensor that ipmitool lists in the exported CSV, with the same value and unit' {
        Import-Csv $inventory | Get-IpmiSensor -WarningAction SilentlyContinue | Export-Csv "$TestDrive/sensors.csv" -NoTypeInformation -Encoding utf8
        $ours = @{}
        foreach ($sensor in Import-Csv "$TestDrive/sensors.csv" -Encoding utf8) {
            $key = '{0}/{1}/{2}' -f $sensor.ComputerName, $sensor.Number, $sensor.Name
            if ($ours.ContainsKey($key)) { continue } # numbers of system software's sensors may come again
            $ours[$key] = $sensor
        }

        # Sensors that share a record: ipmitool shows the first of them, under the name of them all.
        $sharedNames = @{ A = 'A 1'; B = 'B 1' }
        $compared = 0
        foreach ($their in $theirs) {
            $name = if ($sharedNames[$their.Name]) { $sharedNames[$their.Name] } else { $their.Name }
            $our = $ours['{0}/{1}/{2}' -f $their.ComputerName, $their.Number, $name]
            $our | Should -Not -BeNullOrEmpty -Because "ipmitool lists $($their.Name) of $($their.ComputerName)"
            if ($their.Unit -eq 'discrete') { continue }
            $value = if ($our.Value) { ([double]::Parse($our.Value, [cultureinfo]::InvariantCulture)).ToString('0.000', [cultureinfo]::InvariantCulture) } else { 'na' }
            $value | Should -Be $their.Value -Because "that is the value of $($their.Name)"
            $our.Unit | Should -Be $(if ($units[$their.Unit]) { $units[$their.Unit] } else { $their.Unit }) -Because "that is the unit of $($their.Name)"
            $compared++
        }
        $compared | Should -BeGreaterThan 100
    }

    It 'are all reached by one row each, whatever comes between' {
        $rows = @([pscustomobject]@{ ComputerName = Get-DeadName; Port = ''; UserName = 'admin'; Password = 'admin' }) + (Import-Csv $inventory)
        $found = @($rows | Get-IpmiPower -TimeoutSeconds 20 -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failures)
        $found.State | Should -Be 'On', 'On', 'On'
        @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 1
    }

    It 'have the events that ipmitool counts' {
        foreach ($row in Import-Csv $inventory) {
            $events = @($row | Get-IpmiSel -WarningAction SilentlyContinue)
            $info = ipmitool -I lanplus -C 3 -H $row.ComputerName -p $row.Port -U admin -P admin sel info 2>$null
            $events.Count | Should -Be ([int](@($info -match '^Entries')[0] -replace '\D'))
        }
    }

    It 'have the FRU devices that ipmitool prints' {
        foreach ($row in Import-Csv $inventory) {
            $ids = @($row | Get-IpmiFru -WarningAction SilentlyContinue | Where-Object { $null -ne $_.Id } | ForEach-Object Id)
            $printed = ipmitool -I lanplus -C 3 -H $row.ComputerName -p $row.Port -U admin -P admin fru print 2>$null | Select-String '\(ID (\d+)\)' | ForEach-Object { [int]$_.Matches[0].Groups[1].Value }
            $ids | Sort-Object | Should -Be ($printed | Sort-Object)
        }
    }
}
