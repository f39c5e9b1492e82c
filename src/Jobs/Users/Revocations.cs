namespace Angioboard.Jobs.Users;

/// <summary>Tells open pages, at once, that an account or one of its sessions may have lost rights. Safe for any thread.</summary>
public sealed class Revocations
{
    /// <summary>An account (first) or, where it is given, one session of it (second) is to be looked at again. Called on the thread of who revoked.</summary>
    public event Action<string, string?>? Revoked;

    /// <summary>Every page of an account is looked at again.</summary>
    public void Account(string name) => Revoked?.Invoke(name, null);

    /// <summary>The pages of one session are looked at again.</summary>
    public void Session(string name, string session) => Revoked?.Invoke(name, session);
}
