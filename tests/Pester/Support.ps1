# Dot-sourced by every test file: the module under test, and what tests share.

# build.ps1 names the module as packed; where nothing is named it is the one that was built.
$script:ModuleUnderTest = [System.IO.Path]::GetFullPath($(if ($env:IPMIPS_MODULE) { $env:IPMIPS_MODULE } else { "$PSScriptRoot/../../out/IpmiPS" }))
if (-not (Test-Path "$ModuleUnderTest/IpmiPS.psd1")) { throw "There is no module in $ModuleUnderTest; build it first." }
if (-not (Get-Module IpmiPS)) { Import-Module $ModuleUnderTest }

# This PowerShell again. Not the path of this process: that is dotnet's where PowerShell is a tool of dotnet's.
$script:PowerShell = (Get-Command "$PSHOME/$(if ($PSVersionTable.PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' })" -CommandType Application).Source

# A cache and journals of the test file's own, also for the processes that it starts: those of the user who runs the tests are not touched.
$drive = Get-Variable TestDrive -ValueOnly -ErrorAction Ignore
$env:IPMIPS_CACHE = if ($drive) { Join-Path $drive 'cache' } else { 'none' }
$env:IPMIPS_STATE = if ($drive) { Join-Path $drive 'state' } else { Join-Path ([System.IO.Path]::GetTempPath()) 'IpmiPS.Tests.State' }

# The same PowerShell again, with nobody at the keyboard.
function Invoke-Apart {
    param([Parameter(Mandatory)] [string] $Script)
    $prelude = "`$ErrorActionPreference = 'Stop'; Import-Module '$ModuleUnderTest'; "
    & $PowerShell -NoProfile -NonInteractive -Command ($prelude + $Script)
}

# Runs a script in a process of its own, with the virtual BMCs as $rows, and returns the process.
function Start-Apart {
    param([string] $Script, $Rack)
    $Rack | Select-Object ComputerName, Port, @{ n = 'UserName'; e = { 'admin' } }, @{ n = 'Password'; e = { 'simulated' } } | Export-Csv "$TestDrive/rack.csv" -NoTypeInformation
    Set-Content "$TestDrive/apart.ps1" "Import-Module '$ModuleUnderTest'`n`$rows = Import-Csv '$TestDrive/rack.csv'`n$Script"
    $run = @($PowerShell, '-NoProfile', '-NonInteractive', '-File', "$TestDrive/apart.ps1")
    # Where the tests run under nohup, SIGHUP would be ignored.
    if ($PSVersionTable.PSEdition -eq 'Core' -and $IsLinux) { $run = @('/usr/bin/env', '--default-signal=HUP') + $run }
    Start-Process $run[0] -ArgumentList $run[1..$run.Count] -PassThru -RedirectStandardOutput "$TestDrive/apart.out" -RedirectStandardError "$TestDrive/apart.err"
}

# An address on which something listens that never answers.
function Open-SilentHost {
    $socket = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, 0))
    [pscustomobject]@{ Name = "127.0.0.1:$($socket.Client.LocalEndPoint.Port)"; Socket = $socket }
}

# An address on which nothing listens, nor will: below the ports that systems hand out, also to other processes.
function Get-DeadName {
    while ($true) {
        $port = Get-Random -Minimum 20000 -Maximum 32000
        try { [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, $port)).Dispose() } catch { continue }
        return "127.0.0.1:$port"
    }
}

function Get-Name {
    param([Parameter(Mandatory, ValueFromPipeline)] $Simulator)
    process { "$($Simulator.ComputerName):$($Simulator.Port)" }
}

function Get-TestCredential {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingUsernameAndPasswordParams', '', Justification = 'Makes the credential of a virtual BMC.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '', Justification = 'Makes the credential of a virtual BMC.')]
    param([string] $UserName, [string] $Password)
    [pscredential]::new($UserName, [System.Net.NetworkCredential]::new('', $Password).SecurePassword)
}

# The error's own id, without the cmdlet's name behind it.
function Get-Id {
    param([Parameter(Mandatory, ValueFromPipeline)] [System.Management.Automation.ErrorRecord] $ErrorRecord)
    process { ($ErrorRecord.FullyQualifiedErrorId -split ',')[0] }
}

# The script of this number under a heading of docs/fleet.md.
function Get-FleetScript {
    param([string] $Heading, [int] $Number = 1)
    $text = (Get-Content "$PSScriptRoot/../../docs/fleet.md" -Raw) -replace "`r`n", "`n"
    $part = [regex]::Match($text, "(?ms)^##+ $([regex]::Escape($Heading))\n(.*?)(?=^##|\z)").Groups[1].Value
    $found = @([regex]::Matches($part, '(?ms)^```powershell\n(.*?)^```'))
    if ($found.Count -lt $Number) { throw "There is no script $Number under '$Heading'." }
    [scriptblock]::Create($found[$Number - 1].Groups[1].Value)
}

# Waits until something is so, which other threads bring about. Only a failure takes as long as the limit, which is for a busy machine.
function Wait-Until {
    param([scriptblock] $Condition, [double] $Seconds = 60)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "This did not become so: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}

# How many packets virtual BMCs have sent, once they have answered the log-outs of what was done before: a cmdlet does not wait for that.
function Get-ResponseCount {
    param($Simulator)
    Wait-Until { -not @($Simulator | Where-Object OpenSessions) }
    $Simulator.ResponseCount
}

# Has the client take BMCs for slow ones: for some thirty requests it waits seconds before it asks again. For tests that count log-ins or commands, which are
# repeated on a machine that stops for a moment. With -LogIn, for log-ins only.
function Set-Patience {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Changes what this process knows of virtual BMCs.')]
    param([string[]] $Name, [switch] $LogIn)
    foreach ($one in $Name) {
        $known = [IpmiPS.BmcProfileCache]::Of($one)
        foreach ($step in 'LogInTime', 'CommandTime') {
            $time = [timespan]::FromMilliseconds($(if ($LogIn -and $step -eq 'CommandTime') { 1 } else { 60000 }))
            $property = $known.GetType().GetProperty($step, [System.Reflection.BindingFlags] 'Instance, NonPublic')
            $property.SetValue($known, [Activator]::CreateInstance($property.PropertyType.GenericTypeArguments[0], $time, [timespan]::Zero))
        }
    }
}

# -WhatIf speaks to the host alone, which a transcript listens to.
function Get-WhatIf {
    param([scriptblock] $Run)
    $path = "$TestDrive/what-if.txt"
    $null = Start-Transcript -Path $path -Force
    try { $script:given = @(& $Run -WhatIf) }
    finally { $null = Stop-Transcript }
    @((Get-Content -Raw $path) -replace '\r?\n(?!What if|\*)', ' ' -split '\r?\n' | Where-Object { $_ -like 'What if: *' } | ForEach-Object { $_.Trim() })
}

# A configuration file with these members.
function Get-ConfigurationFile {
    param([string] $Members)
    $path = [System.IO.Path]::GetTempFileName()
    [System.IO.File]::WriteAllText($path, "{ `"Format`": 1, $Members }")
    $path
}

# A UDP port of this computer that nothing has, and that the system hands out to nothing else until it is opened.
function Get-FreePort { [int]((Get-DeadName) -split ':')[1] }

# SNMP packets with alerts, in hexadecimal: those that the decoder is tested with.
function Get-TrapPacket {
    Get-Content "$PSScriptRoot/../IpmiPS.Core.Tests/Fuzz/Corpus/trap.txt" | ForEach-Object { ($_ -split '#')[0].Trim() }
}

# Every type that cmdlets return: how to get some of it from the virtual BMCs in $sims, and whether its table is grouped by computer. What
# cmdlets return that need no parameter but the BMC is found by itself; others have a row here.
function Get-ResultType {
    $rows = @(Get-ResultTypeRow)
    $rows
    foreach ($command in Get-Command -Module IpmiPS | Where-Object { $_.Parameters.ContainsKey('RetryCount') }) {
        if ($command.ParameterSets.Parameters | Where-Object { $_.IsMandatory -and $_.Name -notin 'ComputerName', 'Session' }) { continue }
        foreach ($type in @($command.OutputType.Name) -like 'IpmiPS.*' -replace '^IpmiPS\.') {
            if ($type -notin $rows.Type) { @{ Type = $type; Get = [scriptblock]::Create("`$sims | $($command.Name)$(if ($command.Parameters.ContainsKey('Confirm')) { ' -Confirm:$false' })") } }
        }
    }
}

function Get-ResultTypeRow {
    @{ Type = 'AlertTest'; Get = { $sims | Test-IpmiAlert -AlertPort (Get-FreePort) } }
    @{ Type = 'PowerResult'; Get = { $sims | Invoke-IpmiPower -Action Status } }
    @{ Type = 'Sensor'; Get = { $sims | Get-IpmiSensor }; Grouped = $true }
    @{ Type = 'SelEntry'; Get = { $sims | Get-IpmiSel }; Grouped = $true }
    @{ Type = 'Fru'; Get = { $sims | Get-IpmiFru }; Grouped = $true }
    @{ Type = 'IpmiSession'; Get = { $sims | New-IpmiSession } }
    @{ Type = 'FoundDevice'; Get = { $sims | Find-IpmiDevice } }
    @{ Type = 'IpmiConnectionTest'; Get = { $sims | Test-IpmiConnection } }
    @{ Type = 'SecurityFinding'; Get = { $sims | Test-IpmiSecurity }; Grouped = $true }
    @{ Type = 'SecuritySummary'; Get = { $sims | Test-IpmiSecurity -Summary } }
    @{ Type = 'IpmiCommandResult'; Get = { $sims | Invoke-IpmiCommand -NetFn App -Command 1 } }
    @{ Type = 'SolResult'; Get = { $sims | Invoke-IpmiSol -Send '' -Until 'login:' }; Grouped = $true }
    @{ Type = 'SelExport'; Get = { $sims | Export-IpmiSel -Path $TestDrive -Force } }
    @{ Type = 'SentEvent'; Get = { $sims | Send-IpmiEvent -Sample CorrectableMemory } }
    @{ Type = 'EventReceiverUpdate'; Get = { $sims | Set-IpmiEventReceiver -SlaveAddress 0x20 } }
    @{ Type = 'ChassisUpdate'; Get = { $sims | Set-IpmiChassis -RestorePolicy Previous } }
    @{ Type = 'SensorThresholdUpdate'; Get = { $sims | ForEach-Object { $one = $_; $one | Get-IpmiSensor -Type Temperature | Set-IpmiSensorThreshold -Credential $one.Credential } }; Grouped = $true }
    @{ Type = 'SensorEvents'; Get = { $sims | Get-IpmiSensorEvent }; Grouped = $true }
    @{ Type = 'SensorEventUpdate'; Get = { $sims | Set-IpmiSensorEvent -Name * -EventsEnabled $true }; Grouped = $true }
    @{ Type = 'SdrEntry'; Get = { $sims | Get-IpmiSdr }; Grouped = $true }
    @{ Type = 'SdrExport'; Get = { $sims | Export-IpmiSdr -Path $TestDrive } }
    @{ Type = 'WatchdogUpdate'; Get = { $sims | Set-IpmiWatchdog -Use SmsOS -Action None -InitialCountdown 60 } }
    @{ Type = 'GlobalEnablesUpdate'; Get = { $sims | Set-IpmiGlobalEnable -EventMessageBuffer $true } }
    @{ Type = 'AcpiPowerUpdate'; Get = { $sims | Set-IpmiAcpiPowerState -System S0 } }
    @{ Type = 'FirewallEntry'; Get = { $sims | Get-IpmiFirewall -NetFn Chassis }; Grouped = $true }
    @{ Type = 'FirewallUpdate'; Get = { $sims | Set-IpmiFirewall -Name 'Get POH Counter' -State Available } }
    @{ Type = 'MasterWriteReadResult'; Get = { $sims | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -ReadCount 8 -Data 0 } }
    # Its own records, so that nothing is replaced.
    @{ Type = 'SdrImportResult'; Get = { $sims | ForEach-Object { $_ | Import-IpmiSdr -Path ($_ | Export-IpmiSdr -Path $TestDrive).Path -BackupPath $TestDrive -Confirm:$false } } }
    @{ Type = 'PowerLimitUpdate'; Get = { $sims | Set-IpmiPowerLimit -Watts 900 -State Inactive } }
    @{ Type = 'AssetTagUpdate'; Get = { $sims | Set-IpmiAssetTag -AssetTag 'RACK-7' } }
    @{ Type = 'DcmiConfigurationUpdate'; Get = { $sims | Set-IpmiDcmiConfiguration -DhcpRetrySeconds 90 } }
    @{ Type = 'TemperatureReading'; Get = { $sims | Get-IpmiTemperature }; Grouped = $true }
    @{ Type = 'FanReading'; Get = { $sims | Get-IpmiFan }; Grouped = $true }
    @{ Type = 'FanUpdate'; Get = { Start-IpmiSimulator -Count 2 -Profile supermicro-x12 | Set-IpmiFan -Automatic } }
    @{ Type = 'FruUpdate'; Get = { $sims | Set-IpmiFru -ProductAssetTag 'tag' -BackupPath ([System.IO.Path]::GetTempPath()) } }
    @{ Type = 'FruImageFile'; Get = { $sims | Export-IpmiFru -Path ([System.IO.Path]::GetTempPath()) } }
    @{ Type = 'SolConfigurationUpdate'; Get = { $sims | Set-IpmiSolConfiguration -SendThreshold 95 } }
    @{ Type = 'SerialConfiguration'; Get = { Start-IpmiSimulator -Count 2 -SerialChannel | Get-IpmiSerialConfiguration } }
    @{ Type = 'SerialParameter'; Get = { Start-IpmiSimulator -Count 2 -SerialChannel | Get-IpmiSerialConfiguration -Parameter 40 } }
    @{ Type = 'SerialConfigurationUpdate'; Get = { Start-IpmiSimulator -Count 2 -SerialChannel | Set-IpmiSerialConfiguration -CallRetryInterval 9 } }
    @{ Type = 'ChannelSettings'; Get = { $sims | Get-IpmiChannel }; Grouped = $true }
    @{ Type = 'ChannelUpdate'; Get = { $sims | Set-IpmiChannel -Channel 1 -Alerting $true -Force } }
    @{ Type = 'CipherSuiteInfo'; Get = { $sims | Get-IpmiCipherSuite }; Grouped = $true }
    @{ Type = 'CipherSuiteUpdate'; Get = { $sims | Set-IpmiCipherSuite -Suite 0 -PrivilegeLimit Callback -Force } }
    @{ Type = 'NetworkUpdate'; Get = { $sims | Set-IpmiNetwork -TimeToLive 63 -Force } }
    @{ Type = 'ConfigurationExport'; Get = { $sims | Export-IpmiConfiguration -Path $TestDrive -Section Chassis, Boot } }
    @{ Type = 'ConfigurationDifference'; Get = { $sims | Compare-IpmiConfiguration -ReferencePath (Get-ConfigurationFile '"SystemInfo": { "SystemName": "reference" }') }; Grouped = $true }
    @{ Type = 'ConfigurationUpdate'; Get = { $sims | Set-IpmiConfiguration -Path (Get-ConfigurationFile '"AssetTag": { "AssetTag": "RACK-9" }') -Force } }
    @{ Type = 'BootParameter'; Get = { $sims | Get-IpmiBootOption -Parameter 5 } }
    @{ Type = 'BootOptionUpdate'; Get = { $sims | Set-IpmiBootOption -ServicePartition 3 } }
    # That of an account which nothing else here uses.
    @{ Type = 'PasswordUpdate'; Get = { $sims | Update-IpmiPassword -Account user -Confirm:$false } }
    @{ Type = 'PasswordJournalEntry'; Get = { $journal = Join-Path ([System.IO.Path]::GetTempPath()) "IpmiPS-$([guid]::NewGuid()).journal"; $null = $sims | Update-IpmiPassword -Account user -Journal $journal -Confirm:$false; Get-IpmiPasswordJournal $journal; Remove-Item $journal } }
    @{ Type = 'User'; Get = { $sims | Get-IpmiUser }; Grouped = $true }
    @{ Type = 'UserUpdate'; Get = { $sims | Set-IpmiUser -Name user -Payloads None } }
    @{ Type = 'ActiveSession'; Get = { $sims | Get-IpmiActiveSession }; Grouped = $true }
    @{ Type = 'BmcKeyUpdate'; Get = { $sims | Set-IpmiBmcKey -Key Kr -NewKey 'random' -Force } }
    @{ Type = 'AlertSetup'; Get = { $sims | Get-IpmiAlert } }
    @{ Type = 'AlertFilter'; Get = { $sims | Get-IpmiAlertFilter -Number 1 }; Grouped = $true }
    @{ Type = 'AlertPolicy'; Get = { $sims | Get-IpmiAlertPolicy -Number 1 }; Grouped = $true }
    @{ Type = 'AlertDestination'; Get = { $sims | Get-IpmiAlertDestination }; Grouped = $true }
    @{ Type = 'AlertUpdate'; Get = { $sims | Set-IpmiAlert -EventMessages $true } }
    @{ Type = 'Alert'; Get = { Get-TrapPacket | ConvertFrom-IpmiTrap } }
    @{ Type = 'IpmiDashboard'; Get = { $sims | ForEach-Object { $_ | Start-IpmiDashboard | Stop-IpmiDashboard -PassThru } } }
    @{ Type = 'WatchEvent'; Get = { Watch-IpmiSel (Get-DeadName), (Get-DeadName) -Credential $sims[0].Credential | Select-Object -First 2 } }
    @{ Type = 'SensorChange'; Get = { Start-IpmiSimulator -Count 2 -UnhealthyEvery 1 | Watch-IpmiSensor | Select-Object -First 2 } }
    # Of their own: the counts of those in $sims change with what keeps the sessions of other rows alive.
    @{ Type = 'IpmiSimulator'; Get = { Start-IpmiSimulator -Count 2 -Credential $sims[0].Credential } }
}
