using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>What a key sequence asks of the client itself.</summary>
internal enum ConsoleRequest
{
    /// <summary>Leave the console.</summary>
    Leave,

    /// <summary>Show what the escape character can do.</summary>
    Help,

    /// <summary>Send a serial break.</summary>
    Break,
}

/// <summary>
/// Sorts what is typed into what goes to the machine and what is for the client. As with ssh, the escape character counts only
/// at the beginning of a line; typed twice it is sent once.
/// </summary>
internal sealed class EscapeFilter(byte escape)
{
    private bool _atLineStart = true;
    private bool _escaped;

    /// <summary>Takes typed bytes; gives those to send, in order, with the requests found between them.</summary>
    public IEnumerable<(byte[] Send, ConsoleRequest? Request)> Take(byte[] typed)
    {
        var send = new List<byte>(typed.Length + 1);
        foreach (byte key in typed)
        {
            if (_escaped)
            {
                _escaped = false;
                ConsoleRequest? request = key switch
                {
                    (byte)'.' => ConsoleRequest.Leave,
                    (byte)'?' => ConsoleRequest.Help,
                    (byte)'B' => ConsoleRequest.Break,
                    _ => null,
                };
                if (request is not null)
                {
                    yield return (send.ToArray(), request);
                    send.Clear();
                    _atLineStart = true;
                    continue;
                }

                if (key != escape)
                    send.Add(escape);
            }
            else if (_atLineStart && key == escape)
            {
                _escaped = true;
                continue;
            }

            send.Add(key);
            _atLineStart = key is (byte)'\r' or (byte)'\n';
        }

        if (send.Count > 0)
            yield return (send.ToArray(), null);
    }
}
