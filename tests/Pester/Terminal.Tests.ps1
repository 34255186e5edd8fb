#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Enter-IpmiSol in a real terminal, which tmux gives and a test can type into and read from; and the keys of a Windows console, whose records are
# the same everywhere.

BeforeDiscovery { $script:noTerminal = -not (Get-Command tmux -CommandType Application -ErrorAction Ignore) }

Describe 'Keys of a Windows console' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $assembly = (Get-Command Enter-IpmiSol).ImplementingType.Assembly
        $recordType = $assembly.GetType('IpmiPS.Cmdlets.WindowsTerminal').GetNestedType('NativeMethods', 'NonPublic').GetNestedType('InputRecord')
        $keysType = $assembly.GetType('IpmiPS.Cmdlets.WindowsKeys')

        # INPUT_RECORD as Windows lays it out in memory.
        function New-KeyRecord {
            [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Changes nothing.')]
            param([int] $Character, [int] $VirtualKey, [int] $ControlKeys, [int] $Times = 1, [switch] $Released, [int] $EventType = 1)
            $bytes = [byte[]]::new(20)
            [BitConverter]::GetBytes([uint16] $EventType).CopyTo($bytes, 0)
            [BitConverter]::GetBytes([int] (-not $Released)).CopyTo($bytes, 4)
            [BitConverter]::GetBytes([uint16] $Times).CopyTo($bytes, 8)
            [BitConverter]::GetBytes([uint16] $VirtualKey).CopyTo($bytes, 10)
            [BitConverter]::GetBytes([uint16] $Character).CopyTo($bytes, 14)
            [BitConverter]::GetBytes([uint32] $ControlKeys).CopyTo($bytes, 16)
            $memory = [System.Runtime.InteropServices.Marshal]::AllocHGlobal(20)
            try {
                [System.Runtime.InteropServices.Marshal]::Copy($bytes, 0, $memory, 20)
                [System.Runtime.InteropServices.Marshal]::PtrToStructure($memory, [type] $recordType)
            }
            finally { [System.Runtime.InteropServices.Marshal]::FreeHGlobal($memory) }
        }

        # What is sent for records, those of each argument read at once.
        function Get-Typed {
            $keys = [Activator]::CreateInstance($keysType, $true)
            $sent = foreach ($read in $args) {
                $records = [Array]::CreateInstance($recordType, 128)
                for ($i = 0; $i -lt @($read).Count; $i++) { $records.SetValue(@($read)[$i], $i) }
                $keysType.GetMethod('Take').Invoke($keys, @($records, @($read).Count))
            }
            [System.Text.Encoding]::UTF8.GetString([byte[]] @($sent))
        }
    }

    It 'are read as Unicode, in the 20 bytes that Windows writes' {
        $recordType.IsUnicodeClass | Should -BeTrue
        [System.Runtime.InteropServices.Marshal]::SizeOf([type] $recordType) | Should -Be 20
    }

    It 'arrive whole: U+<_>' -ForEach '0061', '00E9', '010D', '0103', '011B', '017E', '20AC', '0434', '4E2D' {
        # č, ă, ě and ž end in the bytes of Enter, Ctrl-C, Escape and ~.
        $character = [Convert]::ToInt32($_, 16)
        [int] (New-KeyRecord $character).Character | Should -Be $character
        Get-Typed (New-KeyRecord $character) | Should -BeExactly ([string] [char] $character)
    }

    It 'make one character of a surrogate pair, also in two reads' {
        $pair = [char]::ConvertFromUtf32(0x1F600)
        $halves = @($pair.ToCharArray() | ForEach-Object { New-KeyRecord ([int] $_) })
        Get-Typed $halves | Should -BeExactly $pair
        Get-Typed $halves[0] $halves[1] | Should -BeExactly $pair
    }

    It 'repeat as often as they say' { Get-Typed (New-KeyRecord 0x78 -Times 3) | Should -BeExactly 'xxx' }

    It 'count when they are pressed' {
        Get-Typed @((New-KeyRecord 0x61), (New-KeyRecord 0x61 -Released), (New-KeyRecord 0 0x10), (New-KeyRecord 0x61 -EventType 4)) | Should -BeExactly 'a'
    }

    It 'give with Alt and the numeric pad the character that comes as Alt is released, and no digits' {
        # Alt down, 0 2 3 3 on the pad, Alt up.
        $digits = 0x60, 0x62, 0x63, 0x63 | ForEach-Object { New-KeyRecord 0 $_ 0x2 }
        Get-Typed @((New-KeyRecord 0 0x12 0x2), $digits, (New-KeyRecord 0xE9 0x12 -Released) | ForEach-Object { $_ }) | Should -BeExactly ([string] [char] 0xE9)
    }

    It 'with AltGr are the characters that they make' { Get-Typed (New-KeyRecord 0x40 0x51 0x9) | Should -BeExactly '@' }

    It 'of Ctrl are control characters, NUL among them' {
        Get-Typed @((New-KeyRecord 3 0x43 0x8), (New-KeyRecord 0 0x20 0x8)) | Should -BeExactly "$([char] 3)$([char] 0)"
    }

    It 'without a character are the sequences of a terminal: <Sequence>' -ForEach @(
        @{ Key = 0x26; Sequence = '[A' }, @{ Key = 0x25; Sequence = '[D' }, @{ Key = 0x22; Sequence = '[6~' }, @{ Key = 0x2E; Sequence = '[3~' }
        @{ Key = 0x71; Sequence = 'OQ' }, @{ Key = 0x74; Sequence = '[15~' }, @{ Key = 0x79; Sequence = '[21~' }, @{ Key = 0x7B; Sequence = '[24~' }
    ) { Get-Typed (New-KeyRecord 0 $Key) | Should -BeExactly "$([char] 27)$Sequence" }

    It 'have DEL for the one that goes back, as terminals have' { Get-Typed (New-KeyRecord 8 0x08) | Should -BeExactly "$([char] 127)" }
}

Describe 'In a terminal, where there is tmux' -Skip:$noTerminal {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $record = [System.IO.Path]::GetTempFileName()

        # A tmux server of our own, which reads nobody's configuration.
        function Invoke-Tmux { & tmux -L $server -f /dev/null @args }

        function Send-Key { Invoke-Tmux send-keys -t 0 @args }

        function Get-Screen { (Invoke-Tmux capture-pane -t 0 -p -J) -join "`n" }

        function Wait-Screen {
            param([string] $Pattern, [double] $Seconds = 60)
            $script:waitedFor = $Pattern
            try { Wait-Until { (Get-Screen) -match $waitedFor } -Seconds $Seconds }
            catch { throw "'$Pattern' did not appear on the screen:`n$(Get-Screen)" }
        }

        $prepare = "function prompt { 'ready> ' }; Import-Module '$ModuleUnderTest'; `$s = Start-IpmiSimulator"
    }

    BeforeEach {
        # Each test has a server of its own: the one before may still be on its way out.
        $script:server = "ipmips$PID-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        Invoke-Tmux new-session -d -x 120 -y 40 $PowerShell -NoProfile -NoExit -Command $prepare
        Wait-Screen 'ready>'
    }

    AfterEach { Invoke-Tmux kill-server }

    AfterAll { Remove-Item $record -ErrorAction Ignore }

    It 'asks for a credential once for the whole pipeline' {
        Send-Key '$two = Start-IpmiSimulator -Count 2; $two | ForEach-Object { "$($_.ComputerName):$($_.Port)" } | Get-IpmiPower | Measure-Object | ForEach-Object { "got $($_.Count)" }' Enter
        Wait-Screen 'User: '
        Send-Key admin Enter
        Wait-Screen 'Password for user admin: '
        Send-Key simulated Enter
        Wait-Screen '(?m)^got 2'
        Get-Screen | Should -Not -Match 'simulated'
    }

    It 'asks only for the password of a user who is named, before anything is sent' {
        Send-Key '"$($s.ComputerName):$($s.Port)" | Get-IpmiPower -Credential admin | ForEach-Object { "it is $($_.State)" }' Enter
        Wait-Screen 'Password for user admin: '
        Send-Key simulated Enter
        Wait-Screen '(?m)^it is On'
    }

    It 'shows the console, sends keys, helps, leaves, and gives the terminal back' {
        Send-Key "`$s | Enter-IpmiSol -Record '$record'" Enter
        Wait-Screen '\[console of 127\.0\.0\.1:\d+; ~\. leaves, ~\? helps\]'

        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key 'nobody' Enter
        Wait-Screen 'Password:'
        Send-Key Enter
        Wait-Screen 'Welcome'
        Send-Key 'echo no~.' Enter
        Wait-Screen 'echo no~\.'

        Send-Key '~?'
        Wait-Screen '~B sends a break'
        Send-Key '~~tilde' Enter
        Wait-Screen '~tilde'
        Send-Key '~B'

        # Ctrl-C is a key for the machine and ends nothing here.
        Send-Key C-c
        Start-Sleep -Milliseconds 300
        Get-Screen | Should -Not -Match 'left the console'
        Send-Key Enter

        Send-Key '~.'
        Wait-Screen '\[left the console\]'
        Send-Key "'back ' + (1 + 1)" Enter
        Wait-Screen 'back 2'

        (Get-Content $record -Raw) | Should -Match 'login:'
        (Get-Content $record -Raw) | Should -Not -Match 'leaves'
    }

    It 'has in its record what was shown when its process is killed' {
        Send-Key "Remove-Item '$record'; 'id=' + `$PID; `$s | Enter-IpmiSol -Record '$record'" Enter
        Wait-Screen '\[console of'
        Send-Key Enter
        Wait-Screen 'login:'
        $id = [int] [regex]::Match((Get-Screen), '(?m)^id=(\d+)').Groups[1].Value
        & kill -9 $id
        Wait-Until { -not (Get-Process -Id $id -ErrorAction Ignore) }
        Get-Content $record -Raw | Should -Match 'login:'
    }

    It 'goes on where the record cannot be written any more, and says so' {
        Send-Key '$s | Enter-IpmiSol -Record /dev/full' Enter
        Wait-Screen '\[console of'
        Send-Key Enter
        Wait-Screen 'nothing more is recorded: '
        Wait-Screen 'login:'
        Send-Key '~.'
        Wait-Screen "WARNING: .*The record '/dev/full' is not complete"
        Send-Key "'back ' + (1 + 1)" Enter
        Wait-Screen 'back 2'
    }

    It 'refuses a record that cannot be written, before anything is sent: <Reason>' -ForEach @(
        @{ Reason = 'read-only'; Path = 'read-only.log' }, @{ Reason = 'This is a folder'; Path = '.' }, @{ Reason = 'There is no folder'; Path = 'none/x.log' }, @{ Reason = 'Environment has no files'; Path = 'Env:/x' }
    ) {
        $file = New-Item "$TestDrive/read-only.log" -Force -Value 'before'
        $file.IsReadOnly = $true
        Send-Key "`$n = `$s.PacketCount; Set-Location '$TestDrive'; `$s | Enter-IpmiSol -Record '$Path'; 'sent ' + (`$s.PacketCount - `$n)" Enter
        Wait-Screen '(?m)^sent 0'
        (Get-Screen) -replace '\s+', ' ' | Should -Match "-Record '$([regex]::Escape($Path))' cannot be written: [^|]*$Reason"
        Get-Content "$TestDrive/read-only.log" | Should -Be 'before'
        $file.IsReadOnly = $false
    }

    It 'takes another escape character' {
        Send-Key "`$s | Enter-IpmiSol -EscapeCharacter '%'" Enter
        Wait-Screen '%\. leaves'
        Send-Key Enter
        Send-Key '~.' Enter
        Start-Sleep -Milliseconds 500
        Get-Screen | Should -Not -Match 'left the console'
        Send-Key '%.'
        Wait-Screen '\[left the console\]'
    }

    It 'does not take a console from somebody else, unless with -Force' {
        Send-Key '$n = [long]$s.CommandCounts["06h/48h"]; $job = Start-ThreadJob { param($name, $credential, $module) Import-Module $module; Invoke-IpmiSol $name -Credential $credential -Until never -TimeoutSeconds 60 } -ArgumentList "127.0.0.1:$($s.Port)", $s.Credential, (Get-Module IpmiPS).Path; while ([long]$s.CommandCounts["06h/48h"] -eq $n) { Start-Sleep -Milliseconds 100 }; "taken"' Enter
        Wait-Screen '(?m)^taken'
        Send-Key '$s | Enter-IpmiSol' Enter
        Wait-Screen 'in use by another session'
        Send-Key Clear-Host Enter
        Send-Key '$s | Enter-IpmiSol -Force' Enter
        Wait-Screen '~\. leaves'
        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key '~.'
        Wait-Screen '\[left the console\]'
    }

    It 'opens the console again after the BMC has restarted' {
        # The BMC is this very process's; so another thread stops and starts it, at a port that nothing else gets meanwhile.
        Send-Key ("`$s = Start-IpmiSimulator -Port $(Get-FreePort); " + '$job = Start-ThreadJob { param($s, $port, $module, $n) Import-Module $module; while ([long]$s.CommandCounts["06h/48h"] -eq $n) { Start-Sleep -Milliseconds 100 }; Start-Sleep 2; $s | Stop-IpmiSimulator; Start-Sleep 1; Start-IpmiSimulator -Port $port } -ArgumentList $s, $s.Port, (Get-Module IpmiPS).Path, ([long]$s.CommandCounts["06h/48h"]); $s | Enter-IpmiSol -TimeoutSeconds 5') Enter
        Wait-Screen 'Trying to open it again'
        Wait-Screen 'the console is open again'
        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key '~.'
        Wait-Screen '\[left the console\]'
    }

    It 'shows a live table at <_> columns, and leaves the screen as it was' -ForEach 60, 200 {
        Invoke-Tmux resize-window -t 0 -x $_ -y 24
        Send-Key '"before the table"; $s | Watch-IpmiSensor -Table -IntervalSeconds 1' Enter
        Wait-Screen '(?m)^Sensor .*Value Recent'
        Wait-Screen 'CPU1 Temp'
        (Invoke-Tmux display-message -p -t 0 '#{alternate_on} #{cursor_flag}') | Should -Be '1 0'
        (Get-Screen) -match 'Health +State' | Should -Be ($_ -eq 200)
        foreach ($line in (Get-Screen) -split "`n") { $line.Length | Should -BeLessOrEqual $_ }

        Send-Key '/'
        Send-Key 'fan1' Enter
        Wait-Screen "filter 'fan1'"
        Wait-Until { (Get-Screen) -notmatch 'CPU1 Temp' }
        Send-Key '?'
        Wait-Screen 'sort by the next column'
        Invoke-Tmux resize-window -t 0 -x 70 -y 12
        Send-Key Escape
        Wait-Screen '(?m)^1-9 of \d+'

        Send-Key $(if ($_ -eq 60) { 'q' } else { 'C-c' })
        Wait-Screen 'before the table'
        (Invoke-Tmux display-message -p -t 0 '#{alternate_on} #{cursor_flag}') | Should -Be '0 1'
        Send-Key "'back ' + (1 + 1)" Enter
        Wait-Screen 'back 2'
    }

    It 'shows in the table that a BMC is not polled, from the first failure on' {
        # The BMC is this very process's; so another thread stops it, when it was polled more than once. What is said of the first failure stands for seconds.
        Send-Key '$t = Start-IpmiSimulator; $job = Start-ThreadJob { param($t, $module) Import-Module $module; while ([long]$t.CommandCounts["04h/2Dh"] -lt 100) { Start-Sleep -Milliseconds 50 }; $t | Stop-IpmiSimulator } -ArgumentList $t, (Get-Module IpmiPS).Path; $t | Watch-IpmiSensor -Table -IntervalSeconds 4' Enter
        Wait-Screen '(?m)^\(BMC\) The BMC could not be polled 1 time'
        Wait-Screen ', not polled'
        Send-Key q
        Wait-Until { (Invoke-Tmux display-message -p -t 0 '#{alternate_on}') -eq '0' }
    }

    It 'leaves the screen as it was when the process is ended' {
        Send-Key "'id=' + `$PID" Enter
        Wait-Screen '(?m)^id=(\d+)'
        $null = (Get-Screen) -match '(?m)^id=(\d+)'
        $id = $Matches[1]

        # The window outlives its process.
        Invoke-Tmux set-option -t 0 remain-on-exit on
        Send-Key '$s | Watch-IpmiSensor -Table -IntervalSeconds 1' Enter
        Wait-Screen 'CPU1 Temp'
        & kill -TERM $id
        Wait-Until { (Invoke-Tmux display-message -p -t 0 '#{pane_dead}') -eq '1' }
        (Invoke-Tmux display-message -p -t 0 '#{alternate_on}') | Should -Be '0'
        Get-Screen | Should -Not -Match 'CPU1 Temp'
    }
}
