using System.Collections.Concurrent;
using Angioboard.Jobs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Angioboard.Dashboard.Limits;

/// <summary>
/// Counts open pages, however they are connected. <see cref="OpenPages"/> refuses browsers earlier; this ends connections
/// that bypass it and that no browser makes.
/// </summary>
internal sealed class PageCount(PageCount.Counts counts, AuthenticationStateProvider authentication, AngioboardOptions options)
    : CircuitHandler
{
    // A reloaded page may be counted twice for a moment.
    private const int Twice = 2;

    private string? counted;

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (counted is not null || (await authentication.GetAuthenticationStateAsync()).User.Identity?.Name is not { } user) return;
        if (counts.Add(user) > Twice * options.Limits.OpenPages)
        {
            counts.Remove(user);
            throw new InvalidOperationException($"{user} has more pages open than one user may");
        }
        counted = user;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref counted, null) is { } user) counts.Remove(user);
        return Task.CompletedTask;
    }

    /// <summary>Open pages by user.</summary>
    internal sealed class Counts
    {
        private readonly ConcurrentDictionary<string, int> open = [];

        /// <summary>Counts one more page and returns the new count.</summary>
        public int Add(string user) => open.AddOrUpdate(user, 1, (_, count) => count + 1);

        /// <summary>Counts one page less.</summary>
        public void Remove(string user) => open.AddOrUpdate(user, 0, (_, count) => Math.Max(0, count - 1));
    }
}
