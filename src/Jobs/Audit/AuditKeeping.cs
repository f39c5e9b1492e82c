using Angioboard.Core.Files;
using Microsoft.Extensions.Hosting;

namespace Angioboard.Jobs.Audit;

/// <summary>Writes entries that the disk refused before, and removes old months.</summary>
public sealed class AuditKeeping(AuditLog log, AuditRetention retention, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), BetweenSweeps = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        long swept = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (log.Failure is not null) log.Retry();
            if (time.GetElapsedTime(swept) < BetweenSweeps) continue;
            swept = time.GetTimestamp();
            try
            {
                retention.Sweep();
            }
            catch (Exception e) when (FileErrors.Is(e))
            {
                // It is tried again later. Until then more is kept than necessary.
            }
        }
    }
}
