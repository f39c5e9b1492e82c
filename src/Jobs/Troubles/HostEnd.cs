namespace Angioboard.Jobs.Troubles;

/// <summary>The program's exit code: 1 if it ends because it cannot continue, so that its service manager starts it again.</summary>
public sealed class HostEnd
{
    private int code;

    /// <summary>The exit code.</summary>
    public int Code => Volatile.Read(ref code);

    /// <summary>Something failed for good.</summary>
    internal void Fail() => Volatile.Write(ref code, 1);
}
