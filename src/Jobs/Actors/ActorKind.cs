namespace Angioboard.Jobs.Actors;

/// <summary>What an <see cref="Actor"/>'s rights follow from.</summary>
internal enum ActorKind
{
    /// <summary>The account's role.</summary>
    Account,

    /// <summary>Owning the data folder.</summary>
    Owner,

    /// <summary>Being the server.</summary>
    Server,
}
