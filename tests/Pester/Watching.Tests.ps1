#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Watches: what they write, what ends them, what they leave behind. What happens to logs, and when BMCs are polled, is tested in the core.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 2)

    # Runs a script beside the tests, with $in as it is given; its Output grows.
    function Start-Watch {
        param([string] $Script, $In = $sims)
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$in) Import-Module '$ModuleUnderTest'; $Script").AddArgument($In)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $output.EnumeratorNeverBlocks = $true
        $watch = [pscustomobject]@{ Shell = $shell; Output = $output; Run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
        $script:watches += $watch
        $watch
    }

    function Stop-Watch {
        param($Watch)
        $Watch.Shell.Stop()
        $Watch.Shell.Dispose()
    }

    function Get-PollCount {
        param($Sim)
        [long]$Sim.CommandCounts['0Ah/40h']
    }

    # Until each BMC was polled so often from now on.
    function Wait-Poll {
        param([int] $Count = 2, $Sim = $sims)
        foreach ($one in $Sim) {
            $script:polled, $script:pollsBefore, $script:wanted = $one, (Get-PollCount $one), $Count
            Wait-Until { (Get-PollCount $polled) -ge $pollsBefore + $wanted }
        }
    }
}

AfterAll {
    Get-EventSubscriber | Where-Object SourceIdentifier -Like 'ipmips*' | Unregister-Event
    Stop-IpmiSimulator
}

Describe 'Watches' {
    BeforeEach { $script:watches = @() }

    AfterEach {
        foreach ($watch in $watches) { Stop-Watch $watch }
        Wait-Until { -not @($sims | Where-Object { $_.OpenSessions }) }
    }

    Context 'Watch-IpmiSel' {
        It 'writes each new entry of all BMCs once, and stops at once' {
            $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1'
            Wait-Poll
            $watch.Output.Count | Should -Be 0
            $null = $sims | Send-IpmiEvent -Sample CorrectableMemory
            Wait-Until { $watch.Output.Count -ge 2 }
            Wait-Poll
            @($watch.Output.ComputerName | Sort-Object) | Should -Be @($sims | Get-Name | Sort-Object)
            $watch.Output.SensorType | Should -Be 'Memory', 'Memory'
            $watch.Output[0].psobject.BaseObject | Should -BeOfType ([IpmiPS.SelEntry])
            ($sims | Measure-Object OpenSessions -Sum).Sum | Should -Be 2
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $watch.Shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        }

        It 'shows entries and other events in one table' {
            $null = $sims[0] | Clear-IpmiSel -Force
            $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1' $sims[0]
            Wait-Poll -Sim $sims[0]
            $null = $sims[0] | Clear-IpmiSel -Force
            $null = $sims[0] | Send-IpmiEvent -Sample CorrectableMemory
            Wait-Until { $watch.Output.Count -ge 2 }
            $watch.Output[0].Type | Should -Be LogCleared
            $text = $watch.Output | Out-String -Width 120
            ($text -split "`n" -match 'ComputerName').Count | Should -Be 1
            $text | Should -Match 'was\s+cleared'
        }

        It 'continues with a bookmark after the entry that the pipeline took last' {
            $file = "$TestDrive/seen.csv"
            $null = 1..4 | ForEach-Object { $sims[1] | Send-IpmiEvent -Sample CorrectableMemory }
            $all = @($sims[1] | Get-IpmiSel)
            @($sims[1] | Watch-IpmiSel -IncludeExisting -Bookmark $file | Select-Object -First 3).Id | Should -Be $all[0..2].Id
            { $sims[1] | Watch-IpmiSel -Bookmark $file | ForEach-Object { throw 'cannot send' } } | Should -Throw 'cannot send'
            @($sims[1] | Watch-IpmiSel -Bookmark $file | Select-Object -First ($all.Count - 3)).Id | Should -Be $all[3..($all.Count - 1)].Id
            (Import-Csv $file)[-1].Id | Should -Be $all[-1].Id

            # A line that was cut off is as if it was never begun.
            [System.IO.File]::WriteAllText($file, ((Get-Content $file -Raw) + (Get-Content $file)[-1].Substring(0, 30)))
            $watch = Start-Watch "`$in | Watch-IpmiSel -IntervalSeconds 1 -Bookmark '$file'" $sims[1]
            Wait-Poll -Sim $sims[1]
            $null = $sims[1] | Send-IpmiEvent -Sample CorrectableMemory
            Wait-Until { $watch.Output.Count -ge 1 }
            $watch.Output.Id | Should -Be ($all[-1].Id + 1)
        }

        It 'keeps the bookmark file whole, whatever is done to it meanwhile' {
            $file = "$TestDrive/kept.csv"
            $names = @($sims | Get-Name | Sort-Object)
            $watch = Start-Watch "`$in | Watch-IpmiSel -IntervalSeconds 1 -Bookmark '$file'"
            Wait-Poll
            Stop-Watch $watch
            $script:watches = @()
            @((Import-Csv $file).ComputerName | Sort-Object) | Should -Be $names

            $watch = Start-Watch "`$in | Watch-IpmiSel -IntervalSeconds 1 -Bookmark '$file'"
            Wait-Poll
            { $sims | Watch-IpmiSel -Bookmark $file } | Should -Throw '*another watch is using the file*' -ErrorId 'IpmiBusy,*'
            $text = Get-Content $file -Raw
            foreach ($edited in $null, $text.TrimEnd(), ($text + $text.Substring($text.Length - 30).TrimEnd()), ($text -replace '(?m)^(.*?),(.*?),(.*?),(.*?)(\r?)$', '"$1","$2","$3","$4"$5')) {
                if ($edited) { [System.IO.File]::WriteAllText($file, $edited) } else { Remove-Item $file }
                $script:seen = $watch.Output.Count
                $null = $sims[0] | Send-IpmiEvent -Sample CorrectableMemory
                Wait-Until { $watch.Output.Count -gt $seen }
                Wait-Poll
                $places = Import-Csv $file
                @($places.ComputerName | Sort-Object -Unique) | Should -Be $names
                ($places | Where-Object ComputerName -EQ ($sims[0] | Get-Name))[-1].Id | Should -Be $watch.Output[-1].Id
                $watch.Shell.Streams.Error.Count | Should -Be 0
            }
        }

        It 'reports a BMC that is not there at once, and goes on with the others' {
            $dead = Get-DeadName
            $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1' @($sims; [pscustomobject]@{ ComputerName = $dead; Credential = $sims[0].Credential })
            Wait-Until { $watch.Output.Count -ge 1 }
            $watch.Output[0].Type, $watch.Output[0].Reason, $watch.Output[0].ComputerName | Should -Be 'Unreachable', 'Unreachable', $dead
            Wait-Poll
            $watch.Output.Count | Should -Be 1
        }

        It 'never repeats a refused log-in, and watches a BMC with two names once' {
            $wrong = [pscustomobject]@{ ComputerName = $sims[0].ComputerName; Port = $sims[0].Port; Credential = Get-TestCredential admin wrong }
            $refused = $sims[0].RefusedLogIns
            $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1 -SessionMode PerPoll' @($wrong; $sims[1]; [pscustomobject]@{ ComputerName = 'localhost'; Port = $sims[1].Port; Credential = $sims[1].Credential })
            Wait-Poll 4 $sims[1]
            $sims[0].RefusedLogIns | Should -Be ($refused + 1)
            @($watch.Shell.Streams.Error.ReadAll() | Get-Id) | Should -Be 'IpmiBadCredential'
            $null = $sims[1] | Send-IpmiEvent -Sample CorrectableMemory
            Wait-Until { $watch.Output.Count -ge 1 }
            Wait-Poll 3 $sims[1]
            $watch.Output.Count | Should -Be 1
            "$($watch.Shell.Streams.Warning.ReadAll())" | Should -Match 'the BMC that the input also names'
        }

        It 'logs in for each poll, or uses a session that it leaves open' {
            $before = $sims[0].SessionsOpened
            $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1 -SessionMode PerPoll' $sims[0]
            # Not after so many polls: a request of one may be repeated, which looks like another one.
            Wait-Until { $sims[0].SessionsOpened -gt $before + 2 }
            Stop-Watch $watch
            $script:watches = @()
            $session = $sims[0] | New-IpmiSession
            try {
                $opened = $sims[0].SessionsOpened
                $watch = Start-Watch '$in | Watch-IpmiSel -IntervalSeconds 1' $session
                Wait-Poll 3 $sims[0]
                $sims[0].SessionsOpened | Should -Be $opened
                Stop-Watch $watch
                $script:watches = @()
                $session.State | Should -Be Opened
            }
            finally { $session | Remove-IpmiSession }
        }

        It 'refuses rules without sense: <Rule>' -ForEach @(
            @{ Rule = 'SensorType = "Memory"; AtMost = 3'; Says = '*AtMost and PerMinutes belong together*' }
            @{ Rule = 'AtMost = 0; PerMinutes = 60'; Says = '*AtMost has to be a whole number from 1*' }
            @{ Rule = 'AtMost = 3; PerMinutes = 1.5'; Says = '*PerMinutes has to be a whole number from 1*' }
            @{ Rule = 'AtMost = 3; PerMinutes = 60; Ignore = $true'; Says = '*needs either Severity*' }
        ) {
            Set-Content "$TestDrive/rules.psd1" "@{ Rules = @( @{ $Rule } ) }"
            { $sims | Watch-IpmiSel -RulePath "$TestDrive/rules.psd1" } | Should -Throw -ExpectedMessage $Says
        }

        It 'limits the rate of events by a rule' {
            Set-Content "$TestDrive/rate.psd1" "@{ Rules = @( @{ SensorType = 'Memory'; AtMost = 2; PerMinutes = 60; Severity = 'Critical' } ) }"
            $watch = Start-Watch "`$in | Watch-IpmiSel -IntervalSeconds 1 -RulePath '$TestDrive/rate.psd1'" $sims[0]
            Wait-Poll -Sim $sims[0]
            $null = 1..5 | ForEach-Object { $sims[0] | Send-IpmiEvent -Sample CorrectableMemory }
            Wait-Until { $watch.Output.Count -ge 2 }
            Wait-Poll 3 $sims[0]
            $watch.Output.Severity | Should -Be Critical, Critical
        }
    }

    Context 'Watch-IpmiSensor' {
        BeforeAll { $bad = Start-IpmiSimulator -UnhealthyEvery 1 }

        It 'writes what is unhealthy at the beginning, and what changes' {
            $watch = Start-Watch '$in | Watch-IpmiSensor -IntervalSeconds 1' $bad
            Wait-Until { $watch.Output.Count -ge 3 }
            $watch.Output.Severity | Should -Be Critical, Critical, Critical
            $watch.Output.Event | Should -BeLike '*at the beginning of the watch'
            $null = $bad | Invoke-IpmiPower -Action Off -Force
            Wait-Until { @($watch.Output | Where-Object Name -EQ 'CPU1 Temp').Count -ge 1 }
            ($watch.Output | Where-Object Name -EQ 'CPU1 Temp').PreviousHealth | Should -Be Ok
            $null = $bad | Invoke-IpmiPower -Action On
        }

        It 'writes each reading with -All, of the sensors that are named' {
            $readings = @($sims[0] | Watch-IpmiSensor -Name 'Fan1', 'Inlet*' -All -IntervalSeconds 1 | Select-Object -First 4)
            $readings[0] | Should -BeOfType ([IpmiPS.Sensor])
            @($readings.Name | Sort-Object -Unique) | Should -Be 'Fan1', 'Inlet Temp'
        }

        It 'says which sensors there are if one is named that is not' {
            $null = $sims[0] | Watch-IpmiSensor -Name 'Fan99' -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed | Get-Id | Should -Be IpmiNotPresent
        }

        It 'says that nothing is watched where no sensor matches a wildcard' {
            $watch = Start-Watch '$in | Watch-IpmiSensor -Name "Fan99*" -IntervalSeconds 1' $sims[0]
            Wait-Until { $watch.Shell.Streams.Warning.Count }
            "$($watch.Shell.Streams.Warning[0])" | Should -BeLike '*no sensors of such a name or type*nothing is watched.'
        }

        It 'refuses what contradicts itself, before anything is sent: <With.Keys>' -ForEach @{ With = @{ All = $true; MinimumChange = 2 } }, @{ With = @{ Table = $true; All = $true } } {
            $packets = Get-ResponseCount $sims[0]
            { $sims[0] | Watch-IpmiSensor @With } | Should -Throw
            $sims[0].ResponseCount | Should -Be $packets
        }

        It 'needs a terminal for a table' {
            { $sims[0] | Watch-IpmiSensor -Table } | Should -Throw -ErrorId 'IpmiInvalidParameter*'
        }
    }

    Context 'Register-IpmiEvent' {
        It 'queues events, with data, until it is ended' {
            $sims | Register-IpmiEvent -IntervalSeconds 1 -SourceIdentifier ipmips1 -MessageData 42 | Should -BeNullOrEmpty
            Wait-Poll
            $null = $sims | Send-IpmiEvent -Sample CorrectableMemory
            Wait-Until { @(Get-Event -SourceIdentifier ipmips1 -ErrorAction Ignore).Count -ge 2 }
            $events = @(Get-Event -SourceIdentifier ipmips1)
            $events.MessageData | Should -Be 42, 42
            $events.SourceEventArgs.EventType | Should -Be SelEntry, SelEntry
            @($events.SourceEventArgs.NewEvent.ComputerName | Sort-Object) | Should -Be @($sims | Get-Name | Sort-Object)
            { $sims | Register-IpmiEvent -SourceIdentifier ipmips1 } | Should -Throw '*There is a subscription*'
            Unregister-Event ipmips1
            Remove-Event ipmips1
            Wait-Until { -not @($sims | Where-Object { $_.OpenSessions }) }
        }

        It 'runs an action for each event, and ends after so many' {
            $script:seen = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new())
            $job = $sims[0] | Register-IpmiEvent -EventType Power -IntervalSeconds 1 -SourceIdentifier ipmips2 -MessageData $seen -MaxTriggerCount 2 -Action { $null = $Event.MessageData.Add($Event.SourceEventArgs.NewEvent.Type) }
            $job | Should -BeOfType ([System.Management.Automation.PSEventJob])
            Wait-Until { $sims[0].OpenSessions -ge 1 }
            $requests = { [long]$sims[0].CommandCounts['00h/01h'] }
            foreach ($action in 'Off', 'On') {
                $now = & $requests
                Wait-Until { (& $requests) -ge $now + 2 }
                $null = $sims[0] | Invoke-IpmiPower -Action $action -Force -Wait
            }
            Wait-Until { $seen.Count -ge 2 }
            $seen | Should -Be PowerOff, PowerOn
            Wait-Until { -not (Get-EventSubscriber -SourceIdentifier ipmips2 -ErrorAction Ignore) }
            Wait-Until { -not $sims[0].OpenSessions }
            $job | Remove-Job -Force
        }

        It 'reports that a watch has ended with an error, whatever was asked for' {
            Register-IpmiEvent ($sims[0] | Get-Name) -Credential (Get-TestCredential admin wrong) -EventType Power -SourceIdentifier ipmips3
            $reported = (Wait-Event ipmips3 -Timeout 60).SourceEventArgs
            $reported.EventType, $reported.NewEvent.Type, $reported.NewEvent.Reason | Should -Be Unreachable, Ended, BadCredential
            Unregister-Event ipmips3
            Remove-Event ipmips3
        }

        It 'watches a BMC with two names once, which is no failure' {
            $port = $sims[0].Port
            Register-IpmiEvent "127.0.0.1:$port", "localhost:$port" -Credential $sims[0].Credential -EventType Power -SourceIdentifier ipmips4
            $reported = (Wait-Event ipmips4 -Timeout 60).SourceEventArgs.NewEvent
            $reported.Type, $reported.Severity, $reported.Reason | Should -Be Ended, Information, $null
            $reported.Event | Should -BeLike 'This is the BMC that the input also names *. It is watched under that name.'
            Unregister-Event ipmips4
            Remove-Event ipmips4
        }

        It 'ends with the module' {
            $said = Invoke-Apart "`$s = Start-IpmiSimulator; `$s | Register-IpmiEvent -IntervalSeconds 1 -SourceIdentifier x; while (-not `$s.OpenSessions) { Start-Sleep -Milliseconds 50 }; Remove-Module IpmiPS; @(Get-EventSubscriber).Count"
            "$said".Trim() | Should -Be '0'
        }

        It 'ends with the module in its runspace, although another one still has it' {
            $said = Invoke-Apart "`$other = [powershell]::Create(); `$null = `$other.AddScript('Import-Module ''$ModuleUnderTest''').Invoke(); `$s = Start-IpmiSimulator; `$s | Register-IpmiEvent -IntervalSeconds 1 -SourceIdentifier x; while (-not `$s.OpenSessions) { Start-Sleep -Milliseconds 50 }; Remove-Module IpmiPS; @(Get-EventSubscriber).Count"
            "$said".Trim() | Should -Be '0'
        }
    }
}
