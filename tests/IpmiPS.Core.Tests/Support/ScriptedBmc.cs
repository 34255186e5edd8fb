using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A connection without a network: a function answers each request with completion code and data.
/// Every request that was sent is kept, so that a test can say what was asked and how often.
/// </summary>
internal sealed class ScriptedBmc(Func<SentRequest, byte[]> answer) : IIpmiConnection
{
    private readonly object _gate = new();

    public List<SentRequest> Requests { get; } = [];

    public string ComputerName => "bmc1";

    public BmcProfile Profile { get; } = new();

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var writer = new ByteWriter();
        command.WriteRequest(writer);
        var request = new SentRequest(command, target, writer.ToArray());
        byte[] reply;
        lock (_gate)
        {
            Requests.Add(request);
            reply = answer(request);
        }

        if (reply.Length == 0)
            throw new IpmiException(command.IsIdempotent ? IpmiErrorKind.Timeout : IpmiErrorKind.OutcomeUnknown, $"{command.Name} was not answered.");
        return Task.FromResult(command.ReadAnswer(reply));
    }
}

/// <summary>A request as it was sent.</summary>
internal sealed record SentRequest(IpmiCommand Command, IpmbTarget Target, byte[] Data)
{
    public NetFn NetFn => Command.NetFn;

    public byte Code => Command.Code;

    public byte Lun => Command.Lun;
}
