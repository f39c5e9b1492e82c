using Angioboard.Jobs.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Troubles;

/// <summary>
/// Logs when the database cannot be written and when it can again, and ends the program when its file permanently fails to open.
/// </summary>
internal sealed partial class DatabaseWatch(AngioboardOptions options, Database database, HostEnd end, IHostApplicationLifetime lifetime,
    ILogger<DatabaseWatch> logger) : IHostedService
{
    private DatabaseTrouble? told;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        database.TroubleChanged += Tell;
        database.Lost += EndProgram;
        Tell();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        database.TroubleChanged -= Tell;
        database.Lost -= EndProgram;
        return Task.CompletedTask;
    }

    private void Tell()
    {
        DatabaseTrouble? now = database.Trouble, before = Interlocked.Exchange(ref told, now);
        if (now is not null && now != before) Away(options.DataFolder, now.Reason);
        else if (now is null && before is not null) Back(options.DataFolder);
    }

    private void EndProgram(string reason)
    {
        Gone(options.DataFolder, reason);
        end.Fail();
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The database in {DataFolder} cannot be written: {Reason}. Angioboard keeps trying; training continues.")]
    private partial void Away(string dataFolder, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The database in {DataFolder} can be written again; what runs wrote in the meantime is read from their folders.")]
    private partial void Back(string dataFolder);

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "The database in {DataFolder} can no longer be opened: {Reason}. The dashboard exits with code 1 and must be restarted; "
            + "training continues.")]
    private partial void Gone(string dataFolder, string reason);
}
