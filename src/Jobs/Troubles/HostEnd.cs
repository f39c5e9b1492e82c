namespace Angioboard.Jobs.Troubles;

/// <summary>How the program ends: with 1 where it ends because it cannot go on, so that whoever looks after it starts it again.</summary>
public sealed class HostEnd
{
    private int code;

    /// <summary>The exit code.</summary>
    public int Code => Volatile.Read(ref code);

    /// <summary>Something failed for good.</summary>
    internal void Fail() => Volatile.Write(ref code, 1);
}
