namespace Angioboard.Dashboard.Live;

/// <summary>Whether this browser tab shows live updates; the app bar has the switch. Cascaded to every page.</summary>
public sealed class LiveState
{
    /// <summary>Paused was switched.</summary>
    public event Action? Changed;

    /// <summary>Whether live updates are paused.</summary>
    public bool Paused { get; private set; }

    /// <summary>Switches between live and paused.</summary>
    public void Toggle()
    {
        Paused = !Paused;
        Changed?.Invoke();
    }
}
