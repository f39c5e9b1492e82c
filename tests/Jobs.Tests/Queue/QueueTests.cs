namespace Angioboard.Jobs.Tests.Queue;

/// <summary>Tests of a queue over a folder of their own.</summary>
public abstract class QueueTests(SharedStudy study) : IAsyncLifetime
{
    private protected readonly SharedStudy study = study;
    private protected readonly TemporaryFolder folder = new();
    private protected QueueRig rig = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whether the dashboard starts before a test.</summary>
    private protected virtual bool Starts => true;

    public virtual async ValueTask InitializeAsync()
    {
        rig = NewRig();
        if (Starts) await rig.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await rig.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>The dashboard of these tests, before it starts.</summary>
    private protected virtual QueueRig NewRig() => new(folder, study);
}
