using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>Opens a session.</summary>
internal delegate Task<IpmiClient> LogIn(IpmiConnectOptions options, CancellationToken cancellationToken);
