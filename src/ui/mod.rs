//! The screens as data: model, message, effect, view. Pure.
