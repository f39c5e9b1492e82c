namespace Angioboard.Core.Settings;

/// <summary>How the learning rate changes over a run.</summary>
public enum SchedulerKind
{
    /// <summary>Constant.</summary>
    None,

    /// <summary>
    /// It rises linearly over the warm-up steps, then falls to 0 along a half cosine (Loshchilov and Hutter, arXiv:1608.03983).
    /// </summary>
    Cosine,
}
