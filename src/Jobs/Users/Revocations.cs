namespace Angioboard.Jobs.Users;

/// <summary>Notifies open pages at once that an account or one of its sessions may have lost rights. Thread-safe.</summary>
public sealed class Revocations
{
    /// <summary>
    /// An account (first) or, if given, one of its sessions (second) must be checked again. Called on the thread of the change.
    /// </summary>
    public event Action<string, string?>? Revoked;

    /// <summary>Has every page of an account checked again.</summary>
    public void Account(string name) => Revoked?.Invoke(name, null);

    /// <summary>Has the pages of one session checked again.</summary>
    public void Session(string name, string session) => Revoked?.Invoke(name, session);
}
