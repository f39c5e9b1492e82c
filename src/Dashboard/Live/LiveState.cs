namespace Angioboard.Dashboard.Live;

/// <summary>Whether this browser tab shows live changes or holds still: the switch is in the app bar. Cascaded to every page.</summary>
public sealed class LiveState
{
    /// <summary>Paused was switched.</summary>
    public event Action? Changed;

    /// <summary>Whether pages hold still.</summary>
    public bool Paused { get; private set; }

    /// <summary>Switches between live and paused.</summary>
    public void Toggle()
    {
        Paused = !Paused;
        Changed?.Invoke();
    }
}
