using System;

namespace IpmiPS.Channels;

/// <summary>What the channels to a BMC need of the options of a connection.</summary>
/// <param name="Timeout">Time for one command with its retries; zero for no limit.</param>
/// <param name="RetryCount">How often a packet is sent again when no response comes.</param>
/// <param name="Clock">The time.</param>
/// <param name="Profile">What is known of the BMC; null where nothing is.</param>
internal sealed record ChannelOptions(TimeSpan Timeout, int RetryCount, Clock Clock, BmcProfile? Profile);
