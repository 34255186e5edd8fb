namespace IpmiPS;

/// <summary>The answer to a command that was given as bytes.</summary>
public sealed class IpmiCommandResult
{
    internal IpmiCommandResult(string computerName, byte netFn, byte command, byte[] data)
    {
        ComputerName = computerName;
        NetFn = netFn;
        Command = command;
        Data = new ByteString(data);
    }

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>Network function of the request.</summary>
    public byte NetFn { get; }

    /// <summary>Command number.</summary>
    public byte Command { get; }

    /// <summary>The answer's data, after a completion code of 00h.</summary>
    public ByteString Data { get; }

    /// <summary>The data as hexadecimal text.</summary>
    public string Hex => Data.ToString();

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
