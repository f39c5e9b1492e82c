namespace Angioboard.Jobs.Actors;

/// <summary>Where an <see cref="Actor"/>'s rights come from.</summary>
internal enum ActorKind
{
    /// <summary>The account's role.</summary>
    Account,

    /// <summary>They own the data folder.</summary>
    Owner,

    /// <summary>It is the server.</summary>
    Server,
}
