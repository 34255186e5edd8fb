namespace IpmiPS.Simulator;

/// <summary>What a handler returns: a response, or a completion code other than 00h.</summary>
internal readonly struct CommandResult<TResponse>
{
    private CommandResult(CompletionCode code, TResponse? response)
    {
        Code = code;
        Response = response;
    }

    /// <summary>The completion code.</summary>
    public CompletionCode Code { get; }

    /// <summary>The response, if <see cref="Code"/> is Ok.</summary>
    public TResponse? Response { get; }

    /// <summary>Whether the response is sent although the code is not Ok.</summary>
    public bool HasDataWithCode { get; private init; }

    /// <summary>A response whose completion code is information rather than a refusal.</summary>
    public static CommandResult<TResponse> WithData(CompletionCode code, TResponse response) => new(code, response) { HasDataWithCode = true };

    public static implicit operator CommandResult<TResponse>(TResponse response) => new(CompletionCode.Ok, response);

    public static implicit operator CommandResult<TResponse>(CompletionCode code) => new(code, default);
}
