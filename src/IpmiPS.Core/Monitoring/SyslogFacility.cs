namespace IpmiPS;

/// <summary>Facilities of syslog, RFC 5424 section 6.2.1.</summary>
public enum SyslogFacility
{
    /// <summary>Kernel messages.</summary>
    Kernel = 0,

    /// <summary>User-level messages.</summary>
    User = 1,

    /// <summary>Mail.</summary>
    Mail = 2,

    /// <summary>System daemons.</summary>
    Daemon = 3,

    /// <summary>Security and authorization.</summary>
    Auth = 4,

    /// <summary>Messages of the syslog server itself.</summary>
    Syslog = 5,

    /// <summary>Line printers.</summary>
    Printer = 6,

    /// <summary>Network news.</summary>
    News = 7,

    /// <summary>UUCP.</summary>
    Uucp = 8,

    /// <summary>Clock daemons.</summary>
    Clock = 9,

    /// <summary>Security and authorization, private.</summary>
    AuthPrivate = 10,

    /// <summary>FTP.</summary>
    Ftp = 11,

    /// <summary>NTP.</summary>
    Ntp = 12,

    /// <summary>Log audit.</summary>
    Audit = 13,

    /// <summary>Log alert.</summary>
    Alert = 14,

    /// <summary>Schedulers, such as cron.</summary>
    Scheduler = 15,

    /// <summary>For local use.</summary>
    Local0 = 16,

    /// <summary>For local use.</summary>
    Local1 = 17,

    /// <summary>For local use.</summary>
    Local2 = 18,

    /// <summary>For local use.</summary>
    Local3 = 19,

    /// <summary>For local use.</summary>
    Local4 = 20,

    /// <summary>For local use.</summary>
    Local5 = 21,

    /// <summary>For local use.</summary>
    Local6 = 22,

    /// <summary>For local use.</summary>
    Local7 = 23,
}
