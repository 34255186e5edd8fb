# A real rsyslog for tests, dot-sourced: its own folder, ports, certificates and process. Nothing of the system's rsyslog is used.

# Why tests with it are skipped; null if they are not.
function Get-RsyslogSkipReason {
    $missing = @('rsyslogd', 'openssl' | Where-Object { -not (Get-Command $_, "/usr/sbin/$_" -CommandType Application -ErrorAction Ignore) })
    if ($missing -or -not (Test-Path /usr/lib/*/rsyslog/lmnsd_gtls.so)) { 'not here: rsyslogd with its driver for TLS (Debian packages rsyslog, rsyslog-gnutls), openssl' }
}

function Start-Rsyslog {
    param([string] $Folder)
    $folder = "$Folder/rsyslog"
    $null = New-Item -ItemType Directory $folder
    New-TestCertificate $folder
    Start-RsyslogProcess ([pscustomobject]@{
            Folder = $folder; Process = $null; UdpPort = 0; TcpPort = 0; TlsPort = 0; MutualPort = 0
            Sha1 = (Get-Digest $folder SHA1); Sha256 = (Get-Digest $folder SHA256)
        })
}

# Starts it, at the ports that it had. UDP has no file for a free port, so one is looked for that stays free.
function Start-RsyslogProcess {
    param($Rsyslog)
    $folder = $Rsyslog.Folder
    for ($try = 1; ; $try++) {
        if (-not $Rsyslog.Process) { $Rsyslog.UdpPort = Get-FreePort }
        Remove-Item "$folder/*.port" -ErrorAction Ignore
        [System.IO.File]::WriteAllText("$folder/rsyslog.conf", @"
global(workDirectory="$folder" maxMessageSize="64k" net.enableDNS="off"
  defaultNetstreamDriverCAFile="$folder/ca.pem" defaultNetstreamDriverCertFile="$folder/server.pem" defaultNetstreamDriverKeyFile="$folder/server.key")
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="127.0.0.1" port="$($Rsyslog.UdpPort)")
input(type="imtcp" address="127.0.0.1" port="$($Rsyslog.TcpPort)" listenPortFileName="$folder/tcp.port")
input(type="imtcp" address="127.0.0.1" port="$($Rsyslog.TlsPort)" listenPortFileName="$folder/tls.port" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" address="127.0.0.1" port="$($Rsyslog.MutualPort)" listenPortFileName="$folder/mutual.port" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
template(name="fields" type="list" option.jsonf="on") {
  property(outname="pri" name="pri" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="id" name="msgid" format="jsonf")
  property(outname="data" name="structured-data" format="jsonf")
  property(outname="text" name="msg" format="jsonf")
}
action(type="omfile" file="$folder/received" template="fields")
"@)
        $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Command rsyslogd, /usr/sbin/rsyslogd -ErrorAction Ignore | Select-Object -First 1).Source, "-n -f $folder/rsyslog.conf -i $folder/pid")
        $start.UseShellExecute = $false
        $start.RedirectStandardError = $true
        $start.RedirectStandardOutput = $true
        $Rsyslog.Process = [System.Diagnostics.Process]::Start($start)
        try {
            # It writes the files for free ports only.
            Wait-Until { $Rsyslog.Process.HasExited -or $(if ($Rsyslog.TcpPort) { Test-Listening $Rsyslog } else { @('tcp', 'tls', 'mutual' | Where-Object { (Get-Content "$folder/$_.port" -Raw -ErrorAction Ignore) -match '\d' }).Count -eq 3 }) }
            if (-not $Rsyslog.Process.HasExited) { break }
            if ($try -ge 3) { throw "rsyslog does not start: $($Rsyslog.Process.StandardError.ReadToEnd())" }
        }
        catch { Stop-Rsyslog $Rsyslog; throw }
    }
    if (-not $Rsyslog.TcpPort) { foreach ($name in 'Tcp', 'Tls', 'Mutual') { $Rsyslog."${name}Port" = [int](Get-Content "$folder/$($name.ToLower()).port" -Raw) } }
    $Rsyslog
}

function Test-Listening {
    param($Rsyslog)
    try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Rsyslog.TcpPort).Dispose(); $true } catch { $false }
}

function Stop-Rsyslog {
    param($Rsyslog)
    if (-not $Rsyslog.Process -or $Rsyslog.Process.HasExited) { return }
    # In order, so that it writes what it has.
    & kill -TERM $Rsyslog.Process.Id
    if (-not $Rsyslog.Process.WaitForExit(20000)) { $Rsyslog.Process.Kill(); $Rsyslog.Process.WaitForExit() }
}

function Restart-Rsyslog {
    param($Rsyslog)
    Stop-Rsyslog $Rsyslog
    Start-RsyslogProcess $Rsyslog
}

function Clear-Rsyslog {
    param($Rsyslog)
    if (Test-Path "$($Rsyslog.Folder)/received") { [System.IO.File]::WriteAllText("$($Rsyslog.Folder)/received", '') }
}

# What it received, parsed, once there are so many messages. Its own messages are left out.
function Get-RsyslogLine {
    param($Rsyslog, [int] $Count)
    $lines = @{}
    Wait-Until {
        # Without the last line, which may be written half.
        $whole = @("$(Get-Content "$($Rsyslog.Folder)/received" -Raw -Encoding utf8 -ErrorAction Ignore)" -split "`n" | Select-Object -SkipLast 1)
        $lines.All = @($whole | ForEach-Object { $_ | ConvertFrom-Json })
        $lines.All.Count -ge $Count
    }
    $lines.All
}

# An authority, a certificate of the server for 127.0.0.1 and localhost, and one of a client.
function New-TestCertificate {
    param([string] $Folder)
    $run = {
        $said = & openssl @args 2>&1
        if ($LASTEXITCODE -ne 0) { throw "openssl $args`: $said" }
    }
    Set-Content "$Folder/server.ext" 'subjectAltName=DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'
    Set-Content "$Folder/client.ext" 'extendedKeyUsage=clientAuth'
    & $run req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=IpmiPS test authority' -keyout "$Folder/ca.key" -out "$Folder/ca.pem"
    foreach ($name in 'server', 'client') {
        & $run req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$Folder/$name.key" -out "$Folder/$name.csr"
        & $run x509 -req -in "$Folder/$name.csr" -CA "$Folder/ca.pem" -CAkey "$Folder/ca.key" -CAcreateserial -days 2 -extfile "$Folder/$name.ext" -out "$Folder/$name.pem"
    }
    & $run pkcs12 -export -in "$Folder/client.pem" -inkey "$Folder/client.key" -out "$Folder/client.pfx" -passout pass:test
}

function Get-Digest {
    param([string] $Folder, [string] $Algorithm)
    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new("$Folder/server.pem")
    $hash = [System.Security.Cryptography.HashAlgorithm]::Create($Algorithm)
    ($hash.ComputeHash($certificate.RawData) | ForEach-Object { '{0:X2}' -f $_ }) -join ''
}
