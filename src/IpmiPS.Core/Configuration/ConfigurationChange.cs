using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS
{
    /// <summary>The result of setting a configuration.</summary>
    public sealed class ConfigurationUpdate
    {
        /// <summary>The BMC.</summary>
        public string ComputerName { get; init; } = "";

        /// <summary>Whether something was sent.</summary>
        public bool Changed { get; init; }

        /// <summary>Whether all settings of the file were read back as wanted. False if some could not be read, or if the connection may have ended.</summary>
        public bool Verified { get; init; }

        /// <summary>What was changed, with old and new values.</summary>
        public string[] Changes { get; init; } = [];

        /// <summary>What could not be changed, and why.</summary>
        public string[] Failures { get; init; } = [];

        /// <summary>Settings of the file that the BMC has otherwise after the changes.</summary>
        public ConfigurationDifference[] Remaining { get; init; } = [];

        /// <summary>Remarks.</summary>
        public string[] Notes { get; init; } = [];

        /// <inheritdoc/>
        public override string ToString() => $"{ComputerName}: {Changes.Length} changed, {Failures.Length} failed";
    }
}

namespace IpmiPS.Configuration
{
    /// <summary>
    /// Brings a BMC to a configuration: only what differs is sent, as whole records, each read back. Access comes after everything that needs it, and what may end the
    /// connection comes last, so that the caller is not locked out halfway. If one part fails, the others are still made.
    /// </summary>
    internal sealed class ConfigurationChange
    {
        private readonly ConfigurationContext _context;
        private readonly BmcConfiguration _wanted;
        private readonly string _reference;
        private readonly IReadOnlyList<ConfigurationStep> _steps;

        private ConfigurationChange(ConfigurationContext context, BmcConfiguration wanted, string reference, IReadOnlyList<ConfigurationStep> steps, IReadOnlyList<ConfigurationDifference> differences)
        {
            (_context, _wanted, _reference, _steps) = (context, wanted, reference, steps);
            Differences = differences;
        }

        /// <summary>The settings that differ before the change.</summary>
        public IReadOnlyList<ConfigurationDifference> Differences { get; }

        /// <summary>What would change, with old and new values; null if everything is as wanted.</summary>
        public string? Description => ToMake.Any() ? string.Join("; ", ToMake.Select(static step => $"{step.Path}: {step.Description}")) : null;

        /// <summary>What the change can do besides, such as cutting off the caller; null if nothing.</summary>
        public string? Danger => string.Join(". ", ToMake.Select(static step => step.Danger).OfType<string>().Distinct()) is { Length: > 0 } danger ? danger : null;

        /// <summary>Parts that cannot be changed, known before anything is sent.</summary>
        public IReadOnlyList<IpmiException> Errors => [.. _steps.Where(static step => step.Error is not null).Select(static step => InPart(step, step.Error!))];

        /// <summary>Called before and after each part, with its path.</summary>
        public Action<string, bool>? OnStep { get; init; }

        private IEnumerable<ConfigurationStep> ToMake => _steps.Where(static step => step.Error is null && step.Description is not null);

        /// <summary>Reads the sections of a configuration and prepares the changes. Changes nothing.</summary>
        /// <exception cref="IpmiException">The BMC does not respond.</exception>
        public static async Task<ConfigurationChange> PrepareAsync(ConfigurationContext context, BmcConfiguration wanted, string reference, Action<string, bool>? onStep, CancellationToken cancellationToken)
        {
            BmcConfiguration present = await ReadAsync(context, wanted, cancellationToken).ConfigureAwait(false);
            var steps = new List<ConfigurationStep>();
            foreach (var (section, settings) in wanted.Sections.OrderBy(static pair => pair.Section.Order))
            {
                var read = (ConfigurationObject)present.Root[section.Name]!;
                if (ConfigurationComparer.Differing(settings, read) is not { } differing)
                    continue;
                string? danger = section.DangerOf(read, differing);
                var prepared = await section.PrepareAsync(context, differing, cancellationToken).ConfigureAwait(false);
                steps.AddRange(prepared.Select(step => step with { Danger = step.Danger ?? danger }));
            }

            var differences = ConfigurationComparer.Compare(wanted, present, isPart: true, context.Connection.ComputerName, reference);
            return new(context, wanted, reference, [.. steps.OrderBy(static step => step.CutsOff)], [.. differences]) { OnStep = onStep };
        }

        /// <summary>Makes the changes one after another, and reads the configuration again.</summary>
        /// <exception cref="OperationCanceledException">The token was cancelled before the next part; the parts before it are complete.</exception>
        public async Task<ConfigurationUpdate> RunAsync(CancellationToken cancellationToken)
        {
            var made = new List<string>();
            var failures = new List<string>(Errors.Select(static error => error.Message));
            bool isCutOff = false, isSent = false;
            foreach (ConfigurationStep step in ToMake)
            {
                cancellationToken.ThrowIfCancellationRequested();
                OnStep?.Invoke(step.Path, false);
                try
                {
                    // A part is not cancelled halfway.
                    IpmiException? difference = await step.RunAsync(CancellationToken.None).ConfigureAwait(false);
                    made.Add($"{step.Path}: {step.Description}");
                    if (difference is not null)
                        failures.Add(InPart(step, difference).Message);
                    isCutOff |= step.CutsOff;
                }
                catch (IpmiException error)
                {
                    isSent |= error.Kind is IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.CommandFailed;
                    failures.Add(InPart(step, error).Message);
                }

                OnStep?.Invoke(step.Path, true);
            }

            return await DescribeAsync(made, failures, isSent || made.Count > 0, isCutOff, cancellationToken).ConfigureAwait(false);
        }

        private static Task<BmcConfiguration> ReadAsync(ConfigurationContext context, BmcConfiguration wanted, CancellationToken cancellationToken) =>
            ConfigurationReader.ReadAsync(context, [.. wanted.Sections.Select(static pair => pair.Section)], cancellationToken);

        private static IpmiException InPart(ConfigurationStep step, IpmiException error) => new(error.Kind, $"{step.Path}: {error.Message}", error.RecommendedAction, error);

        private async Task<ConfigurationUpdate> DescribeAsync(List<string> made, List<string> failures, bool isSent, bool isCutOff, CancellationToken cancellationToken)
        {
            IReadOnlyList<ConfigurationDifference> remaining = isSent ? [] : Differences;
            var notes = new List<string>();
            if (isCutOff)
                notes.Add("The last part may have ended the connection, so the configuration was not read again. Compare it where the BMC is now.");
            else if (isSent)
            {
                var read = await OptionalRequest.TryAsync(() => ReadAsync(_context, _wanted, cancellationToken)).ConfigureAwait(false);
                if (read.Succeeded)
                    remaining = [.. ConfigurationComparer.Compare(_wanted, read.Value, isPart: true, _context.Connection.ComputerName, _reference)];
                else
                    notes.Add($"The configuration could not be read again: {read.Error?.Message ?? "the command was cancelled."}");
            }

            return new ConfigurationUpdate
            {
                ComputerName = _context.Connection.ComputerName,
                Changed = isSent,
                Verified = failures.Count == 0 && remaining.Count == 0 && notes.Count == 0,
                Changes = [.. made],
                Failures = [.. failures],
                Remaining = [.. remaining],
                Notes = [.. notes],
            };
        }
    }
}
