using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>
/// A DCMI command whose response has only the completion code and the group. Some BMCs omit the group, so it is not read.
/// </summary>
/// <param name="definition">The command's definition.</param>
public abstract class DcmiAction(CommandDefinition definition) : IpmiCommand<NoData>(definition)
{
    /// <inheritdoc/>
    public sealed override NoData ReadResponse(ByteReader reader) => default;
}
